import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, OneToMany as OneToMany_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Agent} from "./agent.model"
import {FeedbackResponse} from "./feedbackResponse.model"

/**
 * Feedback about an agent. Anybody may give it; the chain checks nothing but that the client is not the owner.
 */
@Index_(["agent", "blockNumber"], {unique: false})
@Index_(["client", "blockNumber"], {unique: false})
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Feedback {
    constructor(props?: Partial<Feedback>) {
        Object.assign(this, props)
    }

    /**
     * agent-client-index
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Agent, {nullable: true})
    agent!: Agent

    @StringColumn_({nullable: false})
    registry!: string

    @StringColumn_({nullable: false})
    client!: string

    /**
     * 1-based for each agent and client.
     */
    @BigIntColumn_({nullable: false})
    index!: bigint

    /**
     * int128, may be negative.
     */
    @BigIntColumn_({nullable: false})
    value!: bigint

    @IntColumn_({nullable: false})
    valueDecimals!: number

    @StringColumn_({nullable: false})
    tag1!: string

    @StringColumn_({nullable: false})
    tag2!: string

    @StringColumn_({nullable: false})
    endpoint!: string

    @StringColumn_({nullable: false})
    uri!: string

    /**
     * bytes32; zero where no file is named.
     */
    @StringColumn_({nullable: false})
    hash!: string

    @IntColumn_({nullable: true})
    revokedBlock!: number | undefined | null

    @OneToMany_(() => FeedbackResponse, e => e.feedback)
    responses!: FeedbackResponse[]

    @IntColumn_({nullable: false})
    blockNumber!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string

    @IntColumn_({nullable: false})
    logIndex!: number
}
