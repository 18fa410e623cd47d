'use strict'
/** Loaded before a program: sets its clock ahead of the machine's by as many milliseconds as the file CLOCK says at the time. */
const { readFileSync, writeFileSync } = require('node:fs')

const MachineDate = Date
let offset

/** Says in a file beside it what it has found. */
function look() {
  const said = readFileSync(process.env.CLOCK, 'utf8')
  if (Number(said) === offset) return
  offset = Number(said)
  writeFileSync(`${process.env.CLOCK}.taken`, said)
}
look()
setInterval(look, 20).unref()

globalThis.Date = class extends MachineDate {
  constructor(...given) {
    if (given.length === 0) super(MachineDate.now() + offset)
    else super(...given)
  }

  static now() {
    return MachineDate.now() + offset
  }
}
