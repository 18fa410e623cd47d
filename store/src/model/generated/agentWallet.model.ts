import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Agent} from "./agent.model"

/**
 * Which wallet an agent declared during an interval, and how it was set.
 */
@Index_(["agent", "toBlock"], {unique: false})
@Entity_()
export class AgentWallet {
    constructor(props?: Partial<AgentWallet>) {
        Object.assign(this, props)
    }

    /**
     * agent-block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Agent, {nullable: true})
    agent!: Agent

    @Index_()
    @StringColumn_({nullable: false})
    wallet!: string

    /**
     * register (default, no signature of a third party) | set (setAgentWallet, signed by the wallet) | unknown
     */
    @StringColumn_({nullable: false})
    how!: string

    /**
     * Of `set`: verified (recovered from calldata) | mismatch (recovers to another key: a contract wallet, or our own error) | unavailable. Null otherwise.
     */
    @StringColumn_({nullable: true})
    signature!: string | undefined | null

    /**
     * The signature itself, where read.
     */
    @StringColumn_({nullable: true})
    signatureBytes!: string | undefined | null

    /**
     * Its deadline, seconds.
     */
    @BigIntColumn_({nullable: true})
    deadline!: bigint | undefined | null

    /**
     * tx.from == wallet at the time
     */
    @BooleanColumn_({nullable: false})
    sentByWallet!: boolean

    @IntColumn_({nullable: false})
    fromBlock!: number

    @IntColumn_({nullable: false})
    fromLogIndex!: number

    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    @IntColumn_({nullable: true})
    toLogIndex!: number | undefined | null

    @StringColumn_({nullable: false})
    txHash!: string
}
