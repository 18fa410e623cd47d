import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {InftData} from "./inftData.model"

/**
 * A token of 0G's AgenticID (ERC-7857).
 */
@Index_(["mintedBlock", "id"], {unique: false})
@Entity_()
export class Inft {
    constructor(props?: Partial<Inft>) {
        Object.assign(this, props)
    }

    /**
     * contract-tokenId
     */
    @PrimaryColumn_()
    id!: string

    @StringColumn_({nullable: false})
    contract!: string

    @BigIntColumn_({nullable: false})
    tokenId!: bigint

    @Index_()
    @StringColumn_({nullable: false})
    owner!: string

    @IntColumn_({nullable: false})
    mintedBlock!: number

    @DateTimeColumn_({nullable: false})
    mintedTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string

    @OneToMany_(() => InftData, e => e.inft)
    data!: InftData[]
}
