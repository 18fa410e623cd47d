import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Contract} from "./contract.model"

/**
 * Which code ran behind a contract during an interval: an `Upgraded` begins it, the next one ends it. Decoding and signature scheme follow it.
 */
@Index_(["contract", "fromBlock", "fromLogIndex"], {unique: false})
@Entity_()
export class ContractImplementation {
    constructor(props?: Partial<ContractImplementation>) {
        Object.assign(this, props)
    }

    /**
     * contract-block-logIndex; contract-file-block where the network's file tells what ran before the first log.
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Contract, {nullable: true})
    contract!: Contract

    @StringColumn_({nullable: false})
    implementation!: string

    /**
     * B | C | D | E for the serving contracts, as the network's file names the implementation; unknown where it does not. Null for other kinds.
     */
    @StringColumn_({nullable: true})
    generation!: string | undefined | null

    @IntColumn_({nullable: false})
    fromBlock!: number

    @IntColumn_({nullable: false})
    fromLogIndex!: number

    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    @IntColumn_({nullable: true})
    toLogIndex!: number | undefined | null

    /**
     * Null where the file tells.
     */
    @StringColumn_({nullable: true})
    txHash!: string | undefined | null
}
