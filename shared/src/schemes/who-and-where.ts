/** Who runs it and where, said once when the place is called like whoever runs it: a station, a hotel. */
export function whoAndWhere(
  { organisationName, place }: { organisationName: string; place: string },
  both: (organisation: string, place: string) => string,
): string {
  return place === organisationName ? place : both(organisationName, place)
}
