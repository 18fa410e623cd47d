import { capture } from '../command.mjs'

/** Format and lint rules, by biome.json. @returns {Promise<string[]>} */
export async function checkFormat() {
  const { code, output } = await capture(['npx', 'biome', 'check', '--error-on-warnings', '--colors=off', '.'])
  return code === 0 ? [] : [output.trim()]
}
