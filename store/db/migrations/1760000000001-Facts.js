// Made by `squid-typeorm-migration generate` from the entities; see docs/indexer.md before editing.
module.exports = class Facts1760000000001 {
  name = 'Facts1760000000001'

  async up(db) {
    await db.query(
      `CREATE TABLE "network" ("id" character varying NOT NULL, "chain_id" integer NOT NULL, "name" text NOT NULL, "finality" integer NOT NULL, CONSTRAINT "PK_8f8264c2d37cbbd8282ee9a3c97" PRIMARY KEY ("id"))`,
    )
    await db.query(
      `CREATE TABLE "contract" ("id" character varying NOT NULL, "kind" text NOT NULL, "beacon" text, "implementation" text, "implementation_from_block" integer, CONSTRAINT "PK_17c3a89f58a2997276084e706e8" PRIMARY KEY ("id"))`,
    )
    await db.query(
      `CREATE TABLE "service_revision" ("id" character varying NOT NULL, "service_type" text NOT NULL, "url" text NOT NULL, "model" text NOT NULL, "verifiability" text NOT NULL, "input_price" numeric NOT NULL, "output_price" numeric NOT NULL, "additional_info" text, "tee_signer" text, "target_tee_address" text, "derived_mode" text NOT NULL, "pricing" text NOT NULL, "from_block" integer NOT NULL, "from_log_index" integer NOT NULL, "from_time" TIMESTAMP WITH TIME ZONE NOT NULL, "to_block" integer, "to_log_index" integer, "to_time" TIMESTAMP WITH TIME ZONE, "tx_hash" text NOT NULL, "provider_id" character varying, CONSTRAINT "PK_00c599d8b32ef2ebc7269f32428" PRIMARY KEY ("id"))`,
    )
    await db.query(
      `CREATE INDEX "IDX_96a3d2a39efb6c9e668b939cfa" ON "service_revision" ("provider_id", "from_block", "from_log_index") `,
    )
    await db.query(
      `CREATE TABLE "provider" ("id" character varying NOT NULL, "first_seen_block" integer NOT NULL, "current_service_id" character varying, CONSTRAINT "PK_6ab2f66d8987bf1bfdd6136a2d5" PRIMARY KEY ("id"))`,
    )
    await db.query(`CREATE INDEX "IDX_1b573d57aca7a3571e193d0f15" ON "provider" ("current_service_id") `)
    await db.query(
      `CREATE TABLE "signer_acknowledgement" ("id" character varying NOT NULL, "signer" text NOT NULL, "acknowledged" boolean NOT NULL, "cause" text NOT NULL, "from_block" integer NOT NULL, "from_log_index" integer NOT NULL, "tx_hash" text NOT NULL, "provider_id" character varying, CONSTRAINT "PK_4885bba8f2d490c616e4c4519e8" PRIMARY KEY ("id"))`,
    )
    await db.query(
      `CREATE INDEX "IDX_e51c71b04761eb361829a6a8d0" ON "signer_acknowledgement" ("provider_id", "from_block", "from_log_index") `,
    )
    await db.query(
      `CREATE TABLE "account" ("id" character varying NOT NULL, "payer" text NOT NULL, "provider" text NOT NULL, "balance" numeric NOT NULL, "pending_refund" numeric NOT NULL, "nonce" numeric, "opened_block" integer NOT NULL, "settled_block" integer, "updated_block" integer NOT NULL, CONSTRAINT "PK_54115ee388cdb6d86bb4bf5b2ea" PRIMARY KEY ("id"))`,
    )
    await db.query(`CREATE INDEX "IDX_c70b9f679a7dab519515675ad0" ON "account" ("payer") `)
    await db.query(`CREATE INDEX "IDX_a112af7bd10922c07a0e13f132" ON "account" ("provider") `)
    await db.query(
      `CREATE TABLE "account_change" ("id" character varying NOT NULL, "balance" numeric NOT NULL, "pending_refund" numeric NOT NULL, "cause" text NOT NULL, "block_number" integer NOT NULL, "log_index" integer NOT NULL, "block_time" TIMESTAMP WITH TIME ZONE NOT NULL, "tx_hash" text NOT NULL, "account_id" character varying, CONSTRAINT "PK_cdcefad9fefc422986bdd90628e" PRIMARY KEY ("id"))`,
    )
    await db.query(
      `CREATE INDEX "IDX_0ae12e563664a05ad5f37879ed" ON "account_change" ("account_id", "block_number", "log_index") `,
    )
    await db.query(
      `CREATE TABLE "settlement" ("id" character varying NOT NULL, "n" integer NOT NULL, "payer" text NOT NULL, "provider" text NOT NULL, "named_provider" text, "status" integer NOT NULL, "accepted" boolean NOT NULL, "total_fee" numeric, "unsettled_amount" numeric NOT NULL, "settled_amount" numeric NOT NULL, "requests_hash" text, "nonce" numeric, "signature" text, "calldata" text NOT NULL, "fund_spent" numeric, "balance_before" numeric, "balance_after" numeric, "previous_nonce" numeric, "signer" text, "signer_acknowledged" boolean NOT NULL, "window_from_block" integer, "contract" text NOT NULL, "block_number" integer NOT NULL, "block_hash" text NOT NULL, "block_time" TIMESTAMP WITH TIME ZONE NOT NULL, "tx_hash" text NOT NULL, "tx_from" text NOT NULL, "log_index" integer NOT NULL, "service_id" character varying, CONSTRAINT "PK_23997ae6972574beb45af0177ad" PRIMARY KEY ("id"))`,
    )
    await db.query(`CREATE INDEX "IDX_d59c3d3d895ae3b4f5ab0162c1" ON "settlement" ("requests_hash") `)
    await db.query(`CREATE INDEX "IDX_f5bef001ee84568a5887abcbbf" ON "settlement" ("service_id") `)
    await db.query(`CREATE INDEX "IDX_ed0a6840dfa75331d6055963f1" ON "settlement" ("tx_hash") `)
    await db.query(`CREATE INDEX "IDX_7854ef245ffdcb2beec6336011" ON "settlement" ("payer", "provider", "nonce") `)
    await db.query(`CREATE INDEX "IDX_c6d8bb7fc7d1906472bfdab606" ON "settlement" ("block_number", "n") `)
    await db.query(`CREATE INDEX "IDX_f67d0ea1c7ce3eff20493e8109" ON "settlement" ("provider", "block_number", "n") `)
    await db.query(`CREATE INDEX "IDX_cf6b8b891538268db240fd1ede" ON "settlement" ("payer", "block_number", "n") `)
    await db.query(
      `CREATE TABLE "anchor" ("id" character varying NOT NULL, "flow" text NOT NULL, "submission_index" numeric NOT NULL, "root" text NOT NULL, "size" numeric NOT NULL, "sectors" numeric NOT NULL, "start_pos" numeric NOT NULL, "tags" text NOT NULL, "payer" text, "provider" text, "author" text NOT NULL, "claimed_sender" text NOT NULL, "block_number" integer NOT NULL, "block_time" TIMESTAMP WITH TIME ZONE NOT NULL, "tx_hash" text NOT NULL, "log_index" integer NOT NULL, CONSTRAINT "PK_8cba1ff69c3a6b412d36f4e9db7" PRIMARY KEY ("id"))`,
    )
    await db.query(`CREATE INDEX "IDX_c10b4c0c590ce6a68afc8d9bf3" ON "anchor" ("root") `)
    await db.query(`CREATE INDEX "IDX_1b7bcfe5c127f0feb8d72e6df9" ON "anchor" ("author") `)
    await db.query(`CREATE INDEX "IDX_f52546ae46a868dcb759356f33" ON "anchor" ("block_number") `)
    await db.query(`CREATE INDEX "IDX_47787191eba62bbfb96ad8a497" ON "anchor" ("payer", "provider", "block_number") `)
    await db.query(
      `CREATE TABLE "registry" ("id" character varying NOT NULL, "chain_id" integer NOT NULL, "kind" text NOT NULL, CONSTRAINT "PK_2eca29d55a9556d854416df8ce5" PRIMARY KEY ("id"))`,
    )
    await db.query(
      `CREATE TABLE "agent_ownership" ("id" character varying NOT NULL, "owner" text NOT NULL, "from_block" integer NOT NULL, "from_log_index" integer NOT NULL, "to_block" integer, "to_log_index" integer, "tx_hash" text NOT NULL, "agent_id" character varying, CONSTRAINT "PK_60a18e39395b050805eca7d4026" PRIMARY KEY ("id"))`,
    )
    await db.query(`CREATE INDEX "IDX_75817f604665407f31fd92a99e" ON "agent_ownership" ("agent_id") `)
    await db.query(`CREATE INDEX "IDX_ee2bafd2135bf2ddb404a02404" ON "agent_ownership" ("owner") `)
    await db.query(
      `CREATE TABLE "agent_wallet" ("id" character varying NOT NULL, "wallet" text NOT NULL, "how" text NOT NULL, "sent_by_wallet" boolean NOT NULL, "from_block" integer NOT NULL, "from_log_index" integer NOT NULL, "to_block" integer, "to_log_index" integer, "tx_hash" text NOT NULL, "agent_id" character varying, CONSTRAINT "PK_8eda4ab84739f512196b76bce2d" PRIMARY KEY ("id"))`,
    )
    await db.query(`CREATE INDEX "IDX_51f69665780cc0f2cd62708a6d" ON "agent_wallet" ("agent_id") `)
    await db.query(`CREATE INDEX "IDX_35d5af706ad160b59854fa3993" ON "agent_wallet" ("wallet") `)
    await db.query(
      `CREATE TABLE "payer_link" ("id" character varying NOT NULL, "payer" text NOT NULL, "type" text NOT NULL, "strength" text NOT NULL, "evidence" text NOT NULL, "from_block" integer NOT NULL, "from_log_index" integer NOT NULL, "to_block" integer, "to_log_index" integer, "tx_hash" text NOT NULL, "agent_id" character varying, CONSTRAINT "PK_f5e149a2f368ee4bc827c53c0d8" PRIMARY KEY ("id"))`,
    )
    await db.query(`CREATE INDEX "IDX_721dcc2e75001fd55c50b82047" ON "payer_link" ("agent_id", "from_block") `)
    await db.query(`CREATE INDEX "IDX_fda77038f76b755c913da2774d" ON "payer_link" ("payer", "from_block") `)
    await db.query(
      `CREATE TABLE "agent" ("id" character varying NOT NULL, "agent_id" numeric NOT NULL, "owner" text NOT NULL, "wallet" text, "uri" text, "name" text, "description" text, "minted_block" integer NOT NULL, "minted_time" TIMESTAMP WITH TIME ZONE NOT NULL, "mint_tx_hash" text NOT NULL, "registered" boolean NOT NULL, "registry_id" character varying, CONSTRAINT "PK_1000e989398c5d4ed585cf9a46f" PRIMARY KEY ("id"))`,
    )
    await db.query(`CREATE INDEX "IDX_2fa83fbd316bd264716d0db1a6" ON "agent" ("registry_id") `)
    await db.query(`CREATE INDEX "IDX_f3d5590b1a24125bd9a014b961" ON "agent" ("owner") `)
    await db.query(`CREATE INDEX "IDX_52c6921191e1f0931d10a8f844" ON "agent" ("wallet") `)
    await db.query(`CREATE INDEX "IDX_e454d43c5ed4b8c63a9a3b6141" ON "agent" ("minted_block") `)
    await db.query(
      `CREATE TABLE "agent_card" ("id" character varying NOT NULL, "uri" text NOT NULL, "from_block" integer NOT NULL, "to_block" integer, "tx_hash" text NOT NULL, "agent_id" character varying, CONSTRAINT "PK_0d6ed559562b91e868aa3b66f56" PRIMARY KEY ("id"))`,
    )
    await db.query(`CREATE INDEX "IDX_2ae594df83b375327dc4f80c24" ON "agent_card" ("agent_id") `)
    await db.query(
      `ALTER TABLE "service_revision" ADD CONSTRAINT "FK_abdc160a87626d4c00f5194c210" FOREIGN KEY ("provider_id") REFERENCES "provider"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    )
    await db.query(
      `ALTER TABLE "provider" ADD CONSTRAINT "FK_1b573d57aca7a3571e193d0f150" FOREIGN KEY ("current_service_id") REFERENCES "service_revision"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    )
    await db.query(
      `ALTER TABLE "signer_acknowledgement" ADD CONSTRAINT "FK_c4fb4e16f268d45c37d33f86150" FOREIGN KEY ("provider_id") REFERENCES "provider"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    )
    await db.query(
      `ALTER TABLE "account_change" ADD CONSTRAINT "FK_c2bce63abb1e2068d3cac7f5539" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    )
    await db.query(
      `ALTER TABLE "settlement" ADD CONSTRAINT "FK_f5bef001ee84568a5887abcbbfd" FOREIGN KEY ("service_id") REFERENCES "service_revision"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    )
    await db.query(
      `ALTER TABLE "agent_ownership" ADD CONSTRAINT "FK_75817f604665407f31fd92a99e2" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    )
    await db.query(
      `ALTER TABLE "agent_wallet" ADD CONSTRAINT "FK_51f69665780cc0f2cd62708a6d4" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    )
    await db.query(
      `ALTER TABLE "payer_link" ADD CONSTRAINT "FK_c4682c6d0bc1df20218d063a403" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    )
    await db.query(
      `ALTER TABLE "agent" ADD CONSTRAINT "FK_2fa83fbd316bd264716d0db1a6e" FOREIGN KEY ("registry_id") REFERENCES "registry"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    )
    await db.query(
      `ALTER TABLE "agent_card" ADD CONSTRAINT "FK_2ae594df83b375327dc4f80c249" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    )
  }

  async down() {
    throw new Error('Facts are rebuilt from the chain, never migrated down: drop the tables and migrate again.')
  }
}
