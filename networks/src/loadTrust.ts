/** Trust material by name, its list of models put in. */
import { z } from 'zod'
import { parseJson, readText, resolveFile } from './jsonFile.js'
import { MODELS_FILE, modelSchema, type Trust, type TrustFile, trustFileSchema } from './trust.js'

/**
 * Reads and checks trust material.
 * @param nameOrPath a name of `networks/trust/` (`0g`) or the path of a file.
 * @throws NetworkFileError with one line for each field that is wrong.
 */
export function loadTrust(nameOrPath: string): Trust {
  const path = resolveFile(nameOrPath, 'trust/')
  const text = readText(path, 'trust', 'Name one of networks/trust/ or a path.')
  return withModels(parseJson(trustFileSchema, text, path, 'trust material'))
}

/** Trust material whose list of models is the shared one where the file names it. */
export function withModels({ models, ...trust }: TrustFile): Trust {
  if (models !== MODELS_FILE) return { ...trust, models }
  const path = resolveFile('models')
  return {
    ...trust,
    models: parseJson(
      z.array(modelSchema),
      readText(path, 'models', 'It belongs to networks/.'),
      path,
      'a list of models',
    ),
  }
}
