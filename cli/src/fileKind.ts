/** What the program can be given. */
export const FILE_KINDS = ['bundle', 'collection', 'trail', 'report', 'chat'] as const
export type FileKind = (typeof FILE_KINDS)[number]
