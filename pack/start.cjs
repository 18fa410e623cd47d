'use strict'
/** Runs the packed program that lies beside this file. */
const { readFileSync } = require('node:fs')
const path = require('node:path')
const v8 = require('node:v8')
const vm = require('node:vm')

const filename = path.join(__dirname, 'program.cjs')
const script = new vm.Script(readFileSync(filename, 'latin1'), {
  filename,
  // One of another V8 or of other flags is refused, and the code compiled anew.
  cachedData: readFileSync(path.join(__dirname, 'program.cache')),
})
// How much V8 lets lie before it collects, in percent of what lived the last time: of itself 300, so that memory follows how long
// a sync takes. Not on the command line, where each who starts the program would have to know it and the cache would name it.
v8.setFlagsFromString('--heap-growing-percent=150')
script.runInThisContext()(require, module, exports, filename, __dirname)
