/** What the alert rules watch. */
export type RuleName =
  | 'errors'
  | 'latency'
  | 'silence'
  | 'pending'
  | 'crashing'
  | 'failed'
  | 'cpu_spend'
  | 'memory_spend'
  | 'retransmissions'

/** An alert's name and its sentence; `%` stands for what it is about. */
type Wording = readonly [name: string, sentence: string]

/** How teams of several countries word their rules. All of it is invented; none is a rule of a known project. */
export const WORDINGS: Readonly<Record<string, Readonly<Record<RuleName, Wording>>>> = {
  english: {
    errors: ['TooManyFailedRequests', '% answers with too many errors'],
    latency: ['SlowResponses', 'People wait for %: responses are far slower than agreed'],
    silence: ['TrafficVanished', 'Nobody reaches % any more'],
    pending: ['PodStuckBeforeStart', '% is waiting and does not start'],
    crashing: ['ContainerKeepsDying', '% dies and comes back over and over'],
    failed: ['PodGaveUp', '% has given up'],
    cpu_spend: ['BudgetCpuAhead', '% books far more processor than planned'],
    memory_spend: ['BudgetMemoryAhead', '% books far more memory than planned'],
    retransmissions: ['WireResends', '% has to send packets again and again'],
  },
  terse: {
    errors: ['slo_errors_burn', 'burn rate %'],
    latency: ['slo_latency_burn', 'p95 burn %'],
    silence: ['rps_zero', 'rps 0 %'],
    pending: ['pod_pending_long', 'pending %'],
    crashing: ['pod_restarts_high', 'restarts %'],
    failed: ['pod_phase_failed', 'failed %'],
    cpu_spend: ['quota_cpu_drift', 'cpu requests drift %'],
    memory_spend: ['quota_mem_drift', 'mem requests drift %'],
    retransmissions: ['node_tcp_resend', 'tcp resend %'],
  },
  german: {
    errors: ['FehlerquoteZuHoch', '% beantwortet zu viele Anfragen mit Fehlern'],
    latency: ['AntwortzeitZuLang', '% antwortet deutlich langsamer als vereinbart'],
    silence: ['KeineAnfragenMehr', 'Bei % kommen keine Anfragen mehr an'],
    pending: ['PodStartetNicht', '% wartet und startet nicht'],
    crashing: ['ContainerStuerztAb', '% stürzt immer wieder ab'],
    failed: ['PodGescheitert', '% ist gescheitert'],
    cpu_spend: ['RechenzeitUeberPlan', '% fordert viel mehr Rechenzeit an als sonst'],
    memory_spend: ['SpeicherUeberPlan', '% fordert viel mehr Speicher an als sonst'],
    retransmissions: ['PaketeWiederholt', '% sendet viele Pakete mehrfach'],
  },
  spanish: {
    errors: ['TasaDeErroresAlta', '% responde con demasiados errores'],
    latency: ['RespuestaLenta', '% tarda mucho más de lo acordado'],
    silence: ['SinTrafico', '% ya no recibe peticiones'],
    pending: ['PodSinArrancar', '% espera y no arranca'],
    crashing: ['ContenedorReinicia', '% se cae y vuelve una y otra vez'],
    failed: ['PodFallido', '% ha fallado'],
    cpu_spend: ['GastoDeCpu', '% pide mucha más CPU de lo habitual'],
    memory_spend: ['GastoDeMemoria', '% pide mucha más memoria de lo habitual'],
    retransmissions: ['Retransmisiones', '% retransmite muchos segmentos'],
  },
  french: {
    errors: ['TropDErreurs', '% répond avec trop d’erreurs'],
    latency: ['ReponseLente', '% répond bien plus lentement que convenu'],
    silence: ['PlusDeTrafic', '% ne reçoit plus de requêtes'],
    pending: ['PodEnAttente', '% attend et ne démarre pas'],
    crashing: ['ConteneurEnBoucle', '% tombe et redémarre sans cesse'],
    failed: ['PodEchoue', '% a échoué'],
    cpu_spend: ['DepenseCpu', '% réserve bien plus de processeur que d’habitude'],
    memory_spend: ['DepenseMemoire', '% réserve bien plus de mémoire que d’habitude'],
    retransmissions: ['PaquetsReemis', '% réémet beaucoup de paquets'],
  },
  japanese: {
    errors: ['エラー率上昇', '% のエラー率が高くなっています'],
    latency: ['応答遅延', '% の応答が遅くなっています'],
    silence: ['リクエスト停止', '% へのリクエストが止まりました'],
    pending: ['Pod起動待ち', '% が起動しません'],
    crashing: ['再起動繰り返し', '% が再起動を繰り返しています'],
    failed: ['Pod失敗', '% が失敗しました'],
    cpu_spend: ['CPU要求超過', '% のCPU要求が通常を大きく超えています'],
    memory_spend: ['メモリ要求超過', '% のメモリ要求が通常を大きく超えています'],
    retransmissions: ['TCP再送', '% でTCP再送が多発しています'],
  },
  portuguese: {
    errors: ['ErrosAcimaDoNormal', '% responde com erros demais'],
    latency: ['RespostaLenta', '% responde muito mais devagar que o combinado'],
    silence: ['SemRequisicoes', '% deixou de receber requisições'],
    pending: ['PodNaoInicia', '% espera e não inicia'],
    crashing: ['ContainerCaindo', '% cai e volta repetidamente'],
    failed: ['PodFalhou', '% falhou'],
    cpu_spend: ['GastoCpu', '% pede muito mais CPU do que o normal'],
    memory_spend: ['GastoMemoria', '% pede muito mais memória do que o normal'],
    retransmissions: ['Retransmissoes', '% retransmite muitos segmentos'],
  },
}
