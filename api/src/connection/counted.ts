import { AgentConnection } from '../agent/types'
import { AnchorConnection } from '../anchor/resolver'
import { CommitmentConnection } from '../commitment/resolver'
import { CollateralConnection, DriftConnection, ReportAttemptConnection, ReportConnection } from '../enclave/types'
import { InftConnection, RegistryConnection } from '../identity/types'
import { LinkConnection } from '../link/list'
import { LogCheckpointConnection, LogEntryConnection } from '../log/resolver'
import { PayerConnection } from '../payer/types'
import { PayloadConnection } from '../payload/types'
import { ModelConnection } from '../provider/models'
import { RevisionConnection } from '../provider/revisionList'
import { ProviderConnection } from '../provider/types'
import { FeedbackConnection, ValidationConnection } from '../reputation/types'
import { SettlementConnection } from '../settlement/types'
import { VerdictConnection } from '../settlement/verdictList'
import { TrailFileConnection } from '../trail/files'
import { RecordConnection } from '../trail/types'
import { totalCountOf } from './total'

/** The field `totalCount` of every connection of which some list knows its length. */
export const totalCountResolvers = [
  SettlementConnection,
  AgentConnection,
  PayerConnection,
  ProviderConnection,
  RevisionConnection,
  VerdictConnection,
  RecordConnection,
  TrailFileConnection,
  PayloadConnection,
  AnchorConnection,
  CommitmentConnection,
  FeedbackConnection,
  ValidationConnection,
  LogEntryConnection,
  LogCheckpointConnection,
  LinkConnection,
  ModelConnection,
  ReportConnection,
  ReportAttemptConnection,
  DriftConnection,
  CollateralConnection,
  InftConnection,
  RegistryConnection,
].map(totalCountOf)
