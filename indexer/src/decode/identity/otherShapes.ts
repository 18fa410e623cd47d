interface Shape {
  name: string
  reason: 'version' | 'unknown-event'
}

/**
 * Topics of ERC-8004 contracts whose rules are not implemented, with their names: drafts and the first version of 2025,
 * and what the contracts say about themselves. Such logs are kept raw.
 */
export const OTHER_SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...older('UriUpdated', '0xb41beef75d9f8d55b985319b459e96f82453580af381391f1ad531eb8f8b5a3a'),
  ...older(
    'NewFeedback',
    '0x54b3254e4cc01969e70376d20390cc2f6af90539d9adaa78a53ebcda17f78154',
    '0x801d7d4264128f6f43835850f1fabb91902c3543c3738f1f62fbf7e9fd80531d',
    '0x31f01d2aa5cdbe0619011211e9ffc39d678bc82e46d60c35953396ae61e896d8',
    '0xa96589249279e205e9aa2d2299594d8c5c745cf90e49514145db5dbdea256240',
    '0x413f2d30fdbc0b49e55537333a7c6287556f671f40c7e2dc00fc7ca1ced350da',
  ),
  ...older('ResponseAppended', '0x91a4f57c12b47a488ba7365f0e60d24a1348fc94afddf6c60e0e22b018365408'),
  ...older(
    'ValidationResponse',
    '0xf224d3d5ad74301be48e4d51ca5f1b24c7946875887327585becc59165297dcf',
    '0xcc61e07d65464186112fdaddb4b11ccef1928644b11f17e2864b38b451195671',
  ),
  ...older('MetadataReverseLookupSet', '0x26ac1c17c654fab6b11651cc6c294d009bd9cd6b579a58684991a5507891c3a7'),
  ...older('KeyAdded', '0x694547fa95f0234a7cb9465fee4aab879bc3eb837d0c57af2b4fec40cf3003cd'),
  ...older('KeyLinked', '0x587bc26c11f56dc0b28b8520348220d9dec97678c2d4f5733ceadef8848f64e6'),
  ...older(
    'VerifierAdded',
    '0x6d05492139c5ea989514a5d2150c028041e5c087e2a39967f67dc7d2655adb81',
    '0xc9c28111fa963575692e361dd6d657fd2be4dea355a0d2b3b4358dd28697a089',
  ),
  ...older('VerifierRemoved', '0x44a3cd4eb5cc5748f6169df057b1cb2ae4c383e87cd94663c430e095d4cba424'),
  ...older('AgentRegistered', '0x4a729bfe7b07816ead21e3da842ffaabf8de3be6ef46a4701c5fc0eda39fb31a'),
  ...older('Registered', '0x9af54a23a93effaf98a73a3edaa13db46001accb9a5aa92c2e335583e616bb15'),
  ...older('Revoked', '0x09e41d39f5fbe80f71bc2f0a44e937a0ee3dff62dd07f191a8a461a339891a03'),
  ...older('MeasurementWhitelisted', '0xbe59478b7ddee3e96758da5bf200831e4a09afa6133433581c05d5370ffe3653'),
  ...older('MeasurementRemoved', '0xb2a8a9c97933cafb333db232e19a2fa0727de66b069d0644f241b2c36ba115bd'),
  ...unread('OwnershipTransferred', '0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0'),
  ...unread('Initialized', '0xc7f505b2f371ae2175ee4913f4499e1f2633a7b5936321eed1cdaeb6115181d2'),
  ...unread('EIP712DomainChanged', '0x0a6387c9ea3628b88a633bb4f3b151770f70085117a15f9bf3787cda53f13d31'),
  ...unread('ValidFrameworkHashAdded', '0xa53408e017f797e1bf611f346833777e8909445455650be03e44e9f12c259ec4'),
  ...unread('ValidFrameworkHashRemoved', '0xc72b14c965af6f133e90108d74c33f9ed0d97227955b4bb1fc37d42c883c031b'),
  ...unread('PublishedSealedKey', '0x77ac1306adadb66d303dd0baa0534083040b337a1212922215a3ccbaf6fec56c'),
])

function older(name: string, ...topics: string[]) {
  return topics.map((topic) => [topic, { name, reason: 'version' as const }] as const)
}

function unread(name: string, ...topics: string[]) {
  return topics.map((topic) => [topic, { name, reason: 'unknown-event' as const }] as const)
}
