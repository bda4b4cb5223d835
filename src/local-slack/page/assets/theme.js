// Light or dark as the system says, before anything is drawn. The block renderer's styles look at this attribute.
const dark = matchMedia('(prefers-color-scheme: dark)')
const apply = () => document.documentElement.setAttribute('data-theme', dark.matches ? 'dark' : 'light')
dark.addEventListener('change', apply)
apply()
