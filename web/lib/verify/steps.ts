/** What is being done, in words, for whoever waits. */
export const STEP_WORDS = {
  download: 'Fetching the evidence bundle',
  yardstick: 'Fetching the trust material',
  unpack: 'Unpacking, comparing every file with its digest',
  payment: 'Question 1 of 6: payment',
  signature: 'Question 2 of 6: signature',
  opening: 'Question 3 of 6: opening',
  content: 'Question 4 of 6: content',
  enclave: 'Question 5 of 6: enclave',
  workload: 'Question 6 of 6: workload',
  trail: 'Checking the trail',
  report: 'Checking the report up to its root',
  chat: 'Checking the signature',
} as const
