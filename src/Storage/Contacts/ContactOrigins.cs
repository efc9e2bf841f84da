namespace RtcCluster.Storage.Contacts;

/// <summary>Who knows from where: each field of a contact keeps its source until its value changes.</summary>
internal static class ContactOrigins
{
    /// <summary>The card with the origins of its fields: those of the card before where the value is the same, <paramref name="origin"/> for the rest.</summary>
    public static ContactCard Told(ContactCard? before, ContactCard now, ContactOrigin origin)
    {
        var known = (before?.Origins ?? []).ToLookup(static o => o.Field, StringComparer.Ordinal);
        var old = before is null ? [] : Fields(before).ToDictionary(static f => f.Field, static f => f.Value, StringComparer.Ordinal);
        return now with
        {
            Origins =
            [
                .. Fields(now).Select(field => old.TryGetValue(field.Field, out var value) && value == field.Value && known[field.Field].FirstOrDefault() is { } same
                    ? same
                    : origin with { Field = field.Field }),
            ],
        };
    }

    /// <summary>The fields that have a value.</summary>
    public static IEnumerable<(string Field, string Value)> Fields(ContactCard card) =>
        new[]
        {
            ("name", card.Name), ("givenName", card.GivenName), ("familyName", card.FamilyName),
            ("organization", card.Organization), ("title", card.Title), ("notes", card.Notes),
        }
            .Where(static field => field.Item2.Length > 0)
            .Concat(card.Numbers.Select(static number => ($"numbers/{ContactKeys.Number(number.E164 ?? number.Text)[2..]}", $"{number.Text}\n{number.Label}")))
            .Concat(card.Emails.Select(static email => ($"emails/{email.Address.ToLowerInvariant()}", email.Label)))
            .Concat(card.Groups.Select(static group => ($"groups/{group}", "")))
            .DistinctBy(static field => field.Item1, StringComparer.Ordinal);
}
