import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, ManyToOne as ManyToOne_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Agent} from "./agent.model"

/**
 * Who may act for the owner: an approval of one token, or of all tokens of an owner at a registry.
 */
@Index_(["owner", "operator"], {unique: false})
@Index_(["operator", "fromBlock"], {unique: false})
@Entity_()
export class OperatorGrant {
    constructor(props?: Partial<OperatorGrant>) {
        Object.assign(this, props)
    }

    /**
     * registry-(agentId or owner)-operator-block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    registry!: string

    /**
     * Null for an approval of all.
     */
    @Index_()
    @ManyToOne_(() => Agent, {nullable: true})
    agent!: Agent | undefined | null

    @StringColumn_({nullable: false})
    owner!: string

    @StringColumn_({nullable: false})
    operator!: string

    /**
     * token | all
     */
    @StringColumn_({nullable: false})
    scope!: string

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
