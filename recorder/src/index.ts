export { type Disclosure, hashText, type Inference, toTrailRecord } from './inference.js'
export { anchorTags, type TrailParties, TrailTooLargeError, writeTrail } from './trail.js'
