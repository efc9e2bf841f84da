namespace RtcCluster.Storage.Contacts;

/// <summary>What may stand in a contact.</summary>
internal static class ContactRules
{
    public const int LongestName = 200;
    public const int LongestNotes = 4_000;
    public const int LongestNumber = 40;
    public const int LongestAddress = 254;
    public const int LongestLabel = 40;
    public const int MostNumbers = 20;
    public const int MostGroups = 20;

    /// <summary>The card without what no engine can keep, without blanks around, empty entries and repetitions; origins are the store's.</summary>
    public static ContactCard Cleaned(ContactCard card)
    {
        var organization = Line(card.Organization);
        var (given, family) = (Line(card.GivenName), Line(card.FamilyName));
        var numbers = card.Numbers.Select(static n => new ContactNumber(Line(n.Text), string.IsNullOrEmpty(n.E164) ? null : n.E164, Line(n.Label)))
            .Where(static n => n.Text.Length > 0).DistinctBy(static n => ContactKeys.Number(n.E164 ?? n.Text), StringComparer.Ordinal);
        var emails = card.Emails.Select(static e => new ContactEmail(Line(e.Address), Line(e.Label)))
            .Where(static e => e.Address.Length > 0).DistinctBy(static e => e.Address, StringComparer.OrdinalIgnoreCase);
        var cleaned = card with
        {
            GivenName = given,
            FamilyName = family,
            Organization = organization,
            Title = Line(card.Title),
            Notes = StoredText.Cleaned(card.Notes).Trim(),
            Numbers = [.. numbers],
            Emails = [.. emails],
            Groups = [.. card.Groups.Select(Line).Where(static g => g.Length > 0).DistinctBy(ContactText.Fold, StringComparer.Ordinal)],
        };
        return cleaned with { Name = NameOf(cleaned) };
    }

    /// <summary>Null, or the reason that the person who asked can act on.</summary>
    public static string? Check(ContactCard card) =>
        card.Name.Length == 0 ? "A contact needs a name, an organisation, a number or an e-mail address."
        : new[] { card.Name, card.GivenName, card.FamilyName, card.Organization, card.Title }.Any(static text => text.Length > LongestName) ? $"Names, organisation and title take at most {LongestName} characters."
        : card.Notes.Length > LongestNotes ? $"Notes take at most {LongestNotes} characters."
        : card.Numbers.Count > MostNumbers || card.Emails.Count > MostNumbers || card.Groups.Count > MostGroups ? $"A contact has at most {MostNumbers} numbers, {MostNumbers} e-mail addresses and {MostGroups} groups."
        : card.Numbers.FirstOrDefault(static n => !IsNumber(n.Text)) is { } number ? $"'{number.Text}' is not a telephone number."
        : card.Emails.FirstOrDefault(static e => !IsAddress(e.Address)) is { } email ? $"'{email.Address}' is not an e-mail address."
        : card.Groups.Concat(card.Numbers.Select(static n => n.Label)).Concat(card.Emails.Select(static e => e.Label)).Any(static text => text.Length > LongestLabel) ? $"Labels and groups take at most {LongestLabel} characters."
        : null;

    private static string NameOf(ContactCard card)
    {
        var name = Line(card.Name);
        if (name.Length == 0)
        {
            name = $"{card.GivenName} {card.FamilyName}".Trim();
        }

        return name.Length > 0 ? name
            : card.Organization.Length > 0 ? card.Organization
            : card.Numbers.Count > 0 ? card.Numbers[0].Text
            : card.Emails.Count > 0 ? card.Emails[0].Address
            : "";
    }

    public static bool IsNumber(string text) =>
        text.Length <= LongestNumber && text.Any(char.IsAsciiDigit) && text.All(static c => char.IsAsciiLetterOrDigit(c) || " +-.()/*#,;=x".Contains(c, StringComparison.Ordinal));

    public static bool IsAddress(string text)
    {
        var at = text.LastIndexOf('@');
        return at > 0 && at < text.Length - 1 && text.Length <= LongestAddress && !text.Any(static c => char.IsWhiteSpace(c) || c is '<' or '>' or ',');
    }

    // One line: what is shown beside a call, and written into a file with a line for each contact.
    private static string Line(string text) =>
        string.Join(' ', new string([.. StoredText.Cleaned(text).Select(static c => char.IsControl(c) ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
