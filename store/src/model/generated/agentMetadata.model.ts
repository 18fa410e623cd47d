import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Agent} from "./agent.model"

/**
 * Metadata of an agent, by key and interval: raw bytes, attacker-controlled.
 */
@Index_(["agent", "key"], {unique: false})
@Entity_()
export class AgentMetadata {
    constructor(props?: Partial<AgentMetadata>) {
        Object.assign(this, props)
    }

    /**
     * agent-block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Agent, {nullable: true})
    agent!: Agent

    @StringColumn_({nullable: false})
    key!: string

    /**
     * Hex, cut to 4096 bytes.
     */
    @StringColumn_({nullable: false})
    value!: string

    @IntColumn_({nullable: false})
    valueSize!: number

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
