// The squid's status table and the notification of its head, made before the processor's first start: its own DDL says
// IF NOT EXISTS. One row change a committed batch gives one `squid_head` notification, which wakes auditor and API.
module.exports = class Head1760000000000 {
  name = 'Head1760000000000'

  async up(db) {
    await db.query(`CREATE SCHEMA IF NOT EXISTS squid_processor`)
    await db.query(`CREATE TABLE IF NOT EXISTS squid_processor.status (
      id int4 PRIMARY KEY, height int4 NOT NULL, hash text DEFAULT '0x', nonce int4 DEFAULT 0)`)
    // The API reads the tip from here before the first block, too.
    await db.query(`CREATE TABLE IF NOT EXISTS squid_processor.hot_block (height int4 PRIMARY KEY, hash text NOT NULL)`)
    await db.query(`CREATE OR REPLACE FUNCTION squid_processor.notify_head() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('squid_head', json_build_object('height', NEW.height, 'nonce', NEW.nonce)::text);
        RETURN NULL;
      END $$`)
    await db.query(`DROP TRIGGER IF EXISTS notify_head ON squid_processor.status`)
    await db.query(`CREATE TRIGGER notify_head AFTER UPDATE ON squid_processor.status
      FOR EACH ROW EXECUTE FUNCTION squid_processor.notify_head()`)
  }

  async down(db) {
    await db.query(`DROP TRIGGER notify_head ON squid_processor.status`)
    await db.query(`DROP FUNCTION squid_processor.notify_head()`)
  }
}
