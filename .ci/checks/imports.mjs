import { capture } from '../command.mjs'
import { listFiles, readText } from '../files.mjs'

/** Import direction and cycles, by .dependency-cruiser.cjs. @returns {Promise<string[]>} */
export async function checkImports() {
  const { workspaces } = JSON.parse(readText('package.json'))
  const sources = listFiles().filter((name) => /\.(ts|tsx|mjs)$/.test(name) && workspaces.includes(name.split('/')[0]))
  const command = ['npx', 'depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err']
  const { code, output } = await capture([...command, ...sources])
  return code === 0 ? [] : [output.trim()]
}
