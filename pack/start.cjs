'use strict'
/** Runs the packed program that lies beside this file. */
const { readFileSync } = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')

const filename = path.join(__dirname, 'program.cjs')
const script = new vm.Script(readFileSync(filename, 'latin1'), {
  filename,
  // One of another V8 or of other flags is refused, and the code compiled anew.
  cachedData: readFileSync(path.join(__dirname, 'program.cache')),
})
script.runInThisContext()(require, module, exports, filename, __dirname)
