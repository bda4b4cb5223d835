import { shortMessage } from './message-length.ts'
import { renderLines } from './quotation.ts'

// Telemetry is other people's text, and some of it is written to steer whoever reads it. What these patterns find is shown as such, is named
// to the reader, and proves nothing. What they miss is not believed either: the answer rests on the gate.

interface InstructionPattern {
  readonly name: string
  readonly pattern: RegExp
}

/** Wanted in a runbook, suspicious everywhere else. */
export const ASKS_FOR_CHANGE = 'asks for a change to the system'

const INSTRUCTION_PATTERNS: readonly InstructionPattern[] = [
  {
    name: 'tells the reader to disregard instructions',
    pattern: /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules?|guidelines|previous|above)\b/iu,
  },
  {
    name: 'tells the reader to disregard instructions (Spanish, Portuguese, Italian, French)',
    pattern:
      /\b(?:ignor[ae]z?|olvid[ae]|dimentica|oublie[zr]?|desconsidere)\b.{0,40}\b(?:instruc|istruzioni|instruções|consignes|règles|reglas|anteriores?|précédent)/iu,
  },
  {
    name: 'tells the reader to disregard instructions (German, Dutch)',
    pattern: /\b(?:ignorier\w*|vergiss|missachte|negeer)\b.{0,40}\b(?:anweisung|regel|vorherig|bisherig|instructies)/iu,
  },
  {
    name: 'tells the reader to disregard instructions (Chinese, Japanese, Korean, Russian, Arabic, Turkish, Vietnamese)',
    pattern:
      /忽略.{0,12}(?:指令|提示|规则)|無視.{0,12}(?:指示|命令)|指示.{0,8}無視|무시.{0,12}(?:지시|명령)|지시.{0,8}무시|bỏ qua.{0,12}hướng dẫn|talimat\S{0,20}\s+yok say|игнорир\S{0,20}.{0,30}(?:инструкц|указан|правил)|تجاهل.{0,30}(?:التعليمات|الأوامر)/iu,
  },
  {
    name: 'speaks as the system or the developer',
    pattern:
      /<\/?(?:system|assistant|developer|instructions?)>|\[(?:system|inst)\]|\b(?:SYSTEM|DEVELOPER|Assistant|NOTE TO (?:LLM|AI)|Developer message|System prompt)\s*:|(?<!#)#{2,}\s*(?:instruction|response)s?\s*:|"role"\s*:\s*"(?:system|developer)"|\bnew instructions\b/u,
  },
  {
    name: 'imitates a chat template',
    pattern: /<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|\[\/?INST\]|<<\/?SYS>>|<start_of_turn>/iu,
  },
  {
    name: 'imitates a tool call',
    pattern:
      /<\/?(?:tool_call|tool_use|tool_result|function_calls?|invoke|antml)|"(?:tool_calls?|function_call|tool_use_id)"\s*:|\bsubmit_diagnosis\b/iu,
  },
  {
    name: 'addresses the reader as a model',
    pattern:
      /\b(?:you are (?:now |an? )?(?:chatgpt|an? (?:ai|llm|assistant|language model))|as an ai\b|dear (?:ai|assistant|model)|attention (?:ai|assistant|llm|agents?))/iu,
  },
  {
    name: 'dictates the answer',
    pattern:
      /\b(?:report|answer|conclude|say|state|respond|output|name|blame|mark)\b.{0,40}\b(?:root cause|no cause|healthy|the culprit|diagnosis|verified)\b/iu,
  },
  {
    name: 'asks for secrets or prompts',
    pattern: /\b(?:reveal|print|repeat|show|leak|send)\b.{0,40}\b(?:system prompt|your instructions|api key|secrets?|credentials)\b/iu,
  },
  {
    name: ASKS_FOR_CHANGE,
    pattern:
      /\b(?:please |now |must |should )(?:run|execute|delete|restart|scale|patch|apply)\b.{0,40}\b(?:kubectl|pods?|deployments?|cluster|namespace)\b/iu,
  },
  {
    name: 'hides text in an encoding',
    pattern:
      /\b(?:base64|rot13|decode (?:this|the following))\b.{0,40}[\w+/=]{24,}|(?:\u200b|\u200c|\u200d|\u2060|\ufeff|[\u{e0000}-\u{e007f}]){2,}/iu,
  },
]

/** Names the ways in which a text looks like an instruction; empty when it does not. Judged on each line of a row's rendering, as far as anybody reads it. */
export function instructionLike(row: unknown): readonly string[] {
  const lines = renderLines(row).map(shortMessage)
  return INSTRUCTION_PATTERNS.filter(({ pattern }) => lines.some((line) => pattern.test(line))).map(({ name }) => name)
}
