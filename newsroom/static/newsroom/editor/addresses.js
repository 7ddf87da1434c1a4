// Addresses as editors write and paste them.

const PATTERNS = {
  youtube: /^https?:\/\/(?:www\.|m\.)?(?:youtube\.com\/(?:watch\?(?:[^#]*&)?v=|shorts\/|embed\/|live\/)|youtu\.be\/)([\w-]{11})(?![\w-])/,
  vimeo: /^https?:\/\/(?:www\.|player\.)?vimeo\.com\/(?:video\/)?(\d{5,12})(?!\d)/,
}

/** Such as youtube:dQw4w9WgXcQ; null for anything that is not the address of a video. */
export function videoOf(address) {
  for (const [provider, pattern] of Object.entries(PATTERNS)) {
    const found = pattern.exec(address)
    if (found) return `${provider}:${found[1]}`
  }
  return null
}

/** The parts of an address; null for what is not a full one. */
export function parse(address) {
  try {
    return new URL(address)
  } catch {
    return null
  }
}

/** Whether a body may link to it. */
export const isLinkable = (address) =>
  ["http:", "https:", "mailto:"].includes(parse(address)?.protocol)
