import { describe, expect, it } from 'vitest'
import { SEGMENT_BYTES } from './chunkTree.js'
import { countSegments, findSegment } from './segmentPath.js'

describe('place of a segment', () => {
  it.each<[number, number]>([
    [0, 0],
    [-1, 0],
    [0.5, 0],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 0],
    [2 ** 53, 0],
    [1000, -1],
    [1000, 0.5],
    [1000, Number.NaN],
    [1000, 2 ** 53],
    [1000, 1],
    [SEGMENT_BYTES, 1],
    [2 * SEGMENT_BYTES, 2],
    [16 * SEGMENT_BYTES + 1, 17],
  ])('is none in a file of %d bytes at %d', (fileSize, index) => {
    expect(findSegment(fileSize, index)).toBeUndefined()
  })

  it.each([
    [1, 0, { bytes: 1, chunkBytes: 256, leaves: 1, path: [] }],
    [257, 0, { bytes: 257, chunkBytes: 512, leaves: 2, path: [] }],
    // 17 chunks are padded to a multiple of two.
    [4097, 0, { bytes: 4097, chunkBytes: 4352, leaves: 18, path: [] }],
    [SEGMENT_BYTES, 0, { bytes: SEGMENT_BYTES, chunkBytes: SEGMENT_BYTES, leaves: 1024, path: [] }],
    [SEGMENT_BYTES + 1, 0, { bytes: SEGMENT_BYTES, chunkBytes: SEGMENT_BYTES, leaves: 1024, path: [true] }],
    [SEGMENT_BYTES + 1, 1, { bytes: 1, chunkBytes: 256, leaves: 128, path: [false] }],
    // The third of three stands alone on the right.
    [
      2 * SEGMENT_BYTES + 256,
      1,
      { bytes: SEGMENT_BYTES, chunkBytes: SEGMENT_BYTES, leaves: 1024, path: [false, true] },
    ],
    [2 * SEGMENT_BYTES + 256, 2, { bytes: 256, chunkBytes: 256, leaves: 256, path: [false] }],
    [4 * SEGMENT_BYTES, 2, { bytes: SEGMENT_BYTES, chunkBytes: SEGMENT_BYTES, leaves: 1024, path: [true, false] }],
    // With a segment of padding after it.
    [16 * SEGMENT_BYTES + 1, 16, { bytes: 1, chunkBytes: 256, leaves: 1024, path: [true, false] }],
  ])('in a file of %i bytes at %i follows from these numbers', (fileSize, index, place) => {
    expect(findSegment(fileSize, index)).toEqual(place)
  })

  it('is one of as many as padding leaves', () => {
    const sizes = [0, 1, SEGMENT_BYTES, SEGMENT_BYTES + 1, 16 * SEGMENT_BYTES, 16 * SEGMENT_BYTES + 1]
    expect(sizes.map(countSegments)).toEqual([0, 1, 1, 2, 16, 18])
  })
})
