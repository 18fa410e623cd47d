import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, ManyToOne as ManyToOne_, Index as Index_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Agent} from "./agent.model"

/**
 * A key that was born in an enclave and stands for an agent for ever, as a trusted attestor says (AgentSealSet).
 */
@Entity_()
export class AgentSeal {
    constructor(props?: Partial<AgentSeal>) {
        Object.assign(this, props)
    }

    /**
     * agenticId-agentId
     */
    @PrimaryColumn_()
    id!: string

    /**
     * The agent of the canonical registry with the same number, where it is known.
     */
    @Index_()
    @ManyToOne_(() => Agent, {nullable: true})
    agent!: Agent | undefined | null

    @StringColumn_({nullable: false})
    agenticId!: string

    @BigIntColumn_({nullable: false})
    agentNumber!: bigint

    @Index_()
    @StringColumn_({nullable: false})
    seal!: string

    @StringColumn_({nullable: false})
    sealId!: string

    @StringColumn_({nullable: false})
    attestor!: string

    /**
     * Whether the sender was a trusted attestor at this log, as the contract's own logs say.
     */
    @BooleanColumn_({nullable: false})
    attestorTrusted!: boolean

    @IntColumn_({nullable: false})
    fromBlock!: number

    @IntColumn_({nullable: false})
    fromLogIndex!: number

    @StringColumn_({nullable: false})
    txHash!: string
}
