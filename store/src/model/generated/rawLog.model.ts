import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A log of a watched contract that is kept as it is and judged by nobody: of a generation or version whose rules are not
 * implemented (the TEE v1 settlements, drafts of ERC-8004), of an unknown shape, about something that no log made, or one
 * that does not decode. Beside its rows also one whose text or bytes they do not hold as it has them: too long, or no UTF-8.
 */
@Index_(["contract", "blockNumber", "logIndex"], {unique: false})
@Index_(["topic", "blockNumber"], {unique: false})
@Entity_()
export class RawLog {
    constructor(props?: Partial<RawLog>) {
        Object.assign(this, props)
    }

    /**
     * block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    contract!: string

    @StringColumn_({nullable: true})
    topic!: string | undefined | null

    /**
     * Topics after the first, comma-separated.
     */
    @StringColumn_({nullable: false})
    topics!: string

    /**
     * Hex, cut to 4096 bytes.
     */
    @StringColumn_({nullable: false})
    data!: string

    /**
     * Bytes before the cut.
     */
    @IntColumn_({nullable: false})
    dataSize!: number

    /**
     * generation | version | unknown-event | unknown-subject | undecodable | altered (its rows are there too)
     */
    @StringColumn_({nullable: false})
    reason!: string

    /**
     * Name of the event where it is known, or what did not decode.
     */
    @StringColumn_({nullable: true})
    note!: string | undefined | null

    /**
     * Of TEESettlementCompleted alone: input of the call that logged it, hex, cut to 32768 bytes; null where it could not be read.
     */
    @StringColumn_({nullable: true})
    input!: string | undefined | null

    @IntColumn_({nullable: false})
    blockNumber!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string

    @StringColumn_({nullable: false})
    txFrom!: string

    @IntColumn_({nullable: false})
    logIndex!: number
}
