// Whether a write would succeed now.
import type { Db } from '../sql/tables.ts';

/** Throws unless it would. The row that it adds is taken back, so nothing changes; no agreement has its name. */
export async function checkWritable(db: Db): Promise<void> {
  const probe = new Error('taken back');
  try {
    await db.transaction().execute(async (transaction) => {
      await transaction.insertInto('agreements').values({ name: '/check' }).execute();
      throw probe;
    });
  } catch (error) {
    if (error !== probe) throw error;
  }
}
