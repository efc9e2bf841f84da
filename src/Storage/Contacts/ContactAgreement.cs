namespace RtcCluster.Storage.Contacts;

/// <summary>Makes one card of two that were the same once, and were changed on both sides since.</summary>
public static class ContactAgreement
{
    /// <summary>Whether two cards say the same, wherever each knows it from.</summary>
    public static bool IsSame(ContactCard one, ContactCard other) => ContactOrigins.Fields(one).ToHashSet().SetEquals(ContactOrigins.Fields(other));

    /// <summary>A card of elsewhere as it can be kept here: what is too long is cut, what is no number or address is left out. Null when nothing is left of it.</summary>
    public static ContactCard? Fitted(ContactCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var cleaned = ContactRules.Cleaned(card);
        var fitted = ContactRules.Cleaned(cleaned with
        {
            // A name that is made of a number must not keep it when the number is left out.
            Name = card.Name.Trim().Length == 0 ? "" : Cut(cleaned.Name, ContactRules.LongestName),
            GivenName = Cut(cleaned.GivenName, ContactRules.LongestName),
            FamilyName = Cut(cleaned.FamilyName, ContactRules.LongestName),
            Organization = Cut(cleaned.Organization, ContactRules.LongestName),
            Title = Cut(cleaned.Title, ContactRules.LongestName),
            Notes = Cut(cleaned.Notes, ContactRules.LongestNotes),
            Numbers = [.. cleaned.Numbers.Where(static n => ContactRules.IsNumber(n.Text)).Take(ContactRules.MostNumbers).Select(static n => n with { Label = Cut(n.Label, ContactRules.LongestLabel) })],
            Emails = [.. cleaned.Emails.Where(static e => ContactRules.IsAddress(e.Address)).Take(ContactRules.MostNumbers).Select(static e => e with { Label = Cut(e.Label, ContactRules.LongestLabel) })],
            Groups = [.. cleaned.Groups.Where(static g => g.Length <= ContactRules.LongestLabel).Take(ContactRules.MostGroups)],
        });
        fitted = fitted with { Name = Cut(fitted.Name, ContactRules.LongestName) };
        return ContactRules.Check(fitted) is null ? fitted : null;
    }

    /// <summary>Each field as whoever changed it since says; where both did, as the one that is preferred; a value that one changed and the other took away stays.</summary>
    /// <param name="common">What both said when they were the same; empty when they never were.</param>
    /// <param name="ours">What we say.</param>
    /// <param name="theirs">What the other side says.</param>
    /// <param name="prefersTheirs">Whose change counts where both changed a field.</param>
    public static ContactCard Merge(ContactCard common, ContactCard ours, ContactCard theirs, bool prefersTheirs)
    {
        ArgumentNullException.ThrowIfNull(common);
        ArgumentNullException.ThrowIfNull(ours);
        ArgumentNullException.ThrowIfNull(theirs);
        string Text(Func<ContactCard, string> field) => Pick(field(common), field(ours), field(theirs), prefersTheirs) ?? "";

        // Names are one thing in parts: those of two sides would be nobody's.
        var names = Pick(NameOf(common), NameOf(ours), NameOf(theirs), prefersTheirs) ?? new Naming("", "", "");
        var merged = ContactRules.Cleaned(ours with
        {
            Name = names.Name,
            GivenName = names.Given,
            FamilyName = names.Family,
            Organization = Text(static c => c.Organization),
            Title = Text(static c => c.Title),
            Notes = Text(static c => c.Notes),
            Numbers = Items(common.Numbers, ours.Numbers, theirs.Numbers, static n => ContactKeys.Number(n.E164 ?? n.Text), prefersTheirs, ContactRules.MostNumbers),
            Emails = Items(common.Emails, ours.Emails, theirs.Emails, static e => ContactKeys.Email(e.Address), prefersTheirs, ContactRules.MostNumbers),
            Groups = Items(common.Groups, ours.Groups, theirs.Groups, ContactText.Fold, prefersTheirs, ContactRules.MostGroups),
        });
        return ContactRules.Check(merged) is null ? merged : ours;
    }

    internal static bool SharesPerson(ContactCard one, ContactCard other) =>
        ContactText.Fold(one.Name) == ContactText.Fold(other.Name) && ContactKeys.OfPerson(one).Intersect(ContactKeys.OfPerson(other), StringComparer.Ordinal).Any();

    private static Naming? NameOf(ContactCard card) =>
        card.Name.Length + card.GivenName.Length + card.FamilyName.Length == 0 ? null : new Naming(card.Name, card.GivenName, card.FamilyName);

    private static T? Pick<T>(T? common, T? ours, T? theirs, bool prefersTheirs)
    {
        var same = EqualityComparer<T?>.Default;
        return same.Equals(ours, theirs) || same.Equals(theirs, common) ? ours
            : same.Equals(ours, common) ? theirs
            : IsNothing(theirs) ? ours
            : IsNothing(ours) || prefersTheirs ? theirs
            : ours;
    }

    private static bool IsNothing<T>(T? value) => value is null or "";

    private static List<T> Items<T>(IReadOnlyList<T> common, IReadOnlyList<T> ours, IReadOnlyList<T> theirs, Func<T, string> key, bool prefersTheirs, int most)
        where T : class
    {
        var (before, here, there) = (ByKey(common, key), ByKey(ours, key), ByKey(theirs, key));
        // The usual one is first: in the order of whoever changed it.
        var order = prefersTheirs || ours.Select(key).SequenceEqual(common.Select(key)) ? theirs.Concat(ours) : ours.Concat(theirs);
        return
        [
            .. order.Select(key).Distinct(StringComparer.Ordinal)
                .Select(each => Pick(before.GetValueOrDefault(each), here.GetValueOrDefault(each), there.GetValueOrDefault(each), prefersTheirs))
                .OfType<T>().Take(most),
        ];
    }

    private static Dictionary<string, T> ByKey<T>(IReadOnlyList<T> items, Func<T, string> key)
        where T : class
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            found.TryAdd(key(item), item);
        }

        return found;
    }

    private static string Cut(string text, int length) => StoredText.Cleaned(text, length).Trim();

    private sealed record Naming(string Name, string Given, string Family);
}
