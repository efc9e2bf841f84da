namespace RtcCluster.Storage.Contacts;

/// <summary>Two cards of one person become one.</summary>
internal static class ContactMerging
{
    /// <summary>
    /// What the first says stays; what it does not say comes from the second, numbers, addresses and groups of both are kept. Each value keeps the
    /// origin that it had, and notes of both are one below the other.
    /// </summary>
    public static ContactCard Join(ContactCard first, ContactCard second, ContactOrigin merge)
    {
        // The parts of another name would be those of somebody else.
        var isSameName = ContactText.Fold(first.Name) == ContactText.Fold(second.Name);
        var joined = ContactRules.Cleaned(new ContactCard
        {
            Name = first.Name,
            GivenName = isSameName ? Or(first.GivenName, second.GivenName) : first.GivenName,
            FamilyName = isSameName ? Or(first.FamilyName, second.FamilyName) : first.FamilyName,
            Organization = Or(first.Organization, second.Organization),
            Title = Or(first.Title, second.Title),
            Notes = first.Notes.Contains(second.Notes, StringComparison.Ordinal) ? first.Notes : $"{first.Notes}\n\n{second.Notes}",
            Numbers = [.. first.Numbers, .. second.Numbers],
            Emails = [.. first.Emails, .. second.Emails],
            Groups = [.. first.Groups, .. second.Groups],
        });
        return joined with
        {
            Origins = [.. ContactOrigins.Fields(joined).Select(field => Origin(first, field) ?? Origin(second, field) ?? merge with { Field = field.Field })],
        };
    }

    private static ContactOrigin? Origin(ContactCard card, (string Field, string Value) field) =>
        ContactOrigins.Fields(card).Contains(field) ? card.Origins.FirstOrDefault(origin => origin.Field == field.Field) : null;

    private static string Or(string first, string second) => first.Length > 0 ? first : second;
}
