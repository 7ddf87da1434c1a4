// Length and reading time. Korean, Japanese and Chinese are read by the character.

const CHARACTERS = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/gu
const WORDS = /[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu
const CHARACTERS_A_MINUTE = 500
const WORDS_A_MINUTE = 230

export function countsOf(text) {
  const characters = text.match(CHARACTERS)?.length ?? 0
  const words = text.replace(CHARACTERS, " ").match(WORDS)?.length ?? 0
  const minutes = Math.ceil(characters / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE)
  return { characters, words, minutes }
}

const plural = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`

export function countsInWords(text) {
  const { characters, words, minutes } = countsOf(text)
  if (!words && !characters) return "No words yet"
  const parts = [words && plural(words, "word"), characters && plural(characters, "character")]
  return `${parts.filter(Boolean).join(", ")} · ${minutes} min to read`
}
