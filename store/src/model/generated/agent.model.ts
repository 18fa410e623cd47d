import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_, BooleanColumn as BooleanColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Registry} from "./registry.model"
import {AgentOwnership} from "./agentOwnership.model"
import {AgentWallet} from "./agentWallet.model"
import {PayerLink} from "./payerLink.model"

/**
 * An agent identity. Created at the mint Transfer; the owner follows Transfer alone.
 */
@Index_(["owner", "mintedBlock"], {unique: false})
@Index_(["wallet", "mintedBlock"], {unique: false})
@Entity_()
export class Agent {
    constructor(props?: Partial<Agent>) {
        Object.assign(this, props)
    }

    /**
     * eip155:<chainId>:<registry>:<agentId>
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Registry, {nullable: true})
    registry!: Registry

    @BigIntColumn_({nullable: false})
    agentId!: bigint

    @StringColumn_({nullable: false})
    owner!: string

    /**
     * Who stands behind a custody contract that owns the token (AgenticID's ownerOf of the same id); null where nobody is known to.
     */
    @Index_()
    @StringColumn_({nullable: true})
    resolvedOwner!: string | undefined | null

    /**
     * Current agentWallet, null when unset.
     */
    @StringColumn_({nullable: true})
    wallet!: string | undefined | null

    /**
     * Registration file as last named on chain. Attacker-controlled text.
     */
    @StringColumn_({nullable: true})
    uri!: string | undefined | null

    /**
     * Name from a data: registration file that was readable on chain; attacker-controlled text.
     */
    @StringColumn_({nullable: true})
    name!: string | undefined | null

    @StringColumn_({nullable: true})
    description!: string | undefined | null

    @Index_()
    @IntColumn_({nullable: false})
    mintedBlock!: number

    @DateTimeColumn_({nullable: false})
    mintedTime!: Date

    @StringColumn_({nullable: false})
    mintTxHash!: string

    /**
     * False until Registered was seen for this id.
     */
    @BooleanColumn_({nullable: false})
    registered!: boolean

    @OneToMany_(() => AgentOwnership, e => e.agent)
    ownerships!: AgentOwnership[]

    @OneToMany_(() => AgentWallet, e => e.agent)
    wallets!: AgentWallet[]

    @OneToMany_(() => PayerLink, e => e.agent)
    links!: PayerLink[]
}
