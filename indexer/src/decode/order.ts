/**
 * Puts a list in ascending order of a number, in place. What the chain tells mostly is in order already, and a sort takes room
 * of its own each time.
 */
export function orderBy<One>(list: One[], numberOf: (one: One) => number): One[] {
  for (let at = 1; at < list.length; at += 1)
    if (numberOf(list[at - 1] as One) > numberOf(list[at] as One))
      return list.sort((one, other) => numberOf(one) - numberOf(other))
  return list
}
