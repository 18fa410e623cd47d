/** Whether one repository of weights is, by its name, a derivative of another. */

/** Endings that name a changed form of the same weights. */
const MARKER =
  /^(fp8|fp4|fp6|nvfp4|mxfp4|mxfp8|int4|int8|awq|gptq|gguf|ggml|bnb|exl2|exl3|mlx|eetq|hqq|aqlm|autoround|marlin|quantized|quant|2bit|3bit|4bit|6bit|8bit|w4a16|w8a8|w8a16|w4a8|q[2-8](_[0-9k](_[a-z]+)?)?|abliterated|uncensored|pruned|sparse|distilled|lora|merged)$/
/** Parts that stand beside a marker and mean nothing alone. */
const COMPANION = /^(dynamic|block|static|g32|g64|g128|sym|asym|[0-9]|bit|[24]of4|k|m|s|unsloth|da)$/

export interface WeightName {
  owner: string
  /** The name without the endings that mark a derivative, lower-case. */
  base: string
  markers: readonly string[]
}

/** Takes `owner/name` apart; a text without an owner has an empty one. */
export function readWeightName(repository: string): WeightName {
  const [owner = '', ...rest] = repository.toLowerCase().split('/')
  const name = rest.length === 0 ? owner : rest.join('/')
  const parts = name.split('-')
  const first = parts.findIndex((part, at) => at > 0 && MARKER.test(part))
  const isTail = first > 0 && parts.slice(first).every((part) => MARKER.test(part) || COMPANION.test(part))
  return {
    owner: rest.length === 0 ? '' : owner,
    base: (isTail ? parts.slice(0, first) : parts).join('-'),
    markers: isTail ? parts.slice(first).filter((part) => MARKER.test(part)) : [],
  }
}

/** Markers of `found` that neither the advertised text nor the weights that it stands for have. */
export function listUndeclared(found: WeightName, advertised: string, sku: WeightName): string[] {
  const declared = advertised.toLowerCase()
  return found.markers.filter((marker) => !declared.includes(marker) && !sku.markers.includes(marker))
}
