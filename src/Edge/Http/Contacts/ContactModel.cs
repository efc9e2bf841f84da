using RtcCluster.Storage.Contacts;

namespace RtcCluster.Edge.Http.Contacts;

/// <summary>A contact, as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Book">Whose it is.</param>
/// <param name="Name">The name as it is shown.</param>
/// <param name="GivenName">Given names.</param>
/// <param name="FamilyName">Family names.</param>
/// <param name="Organization">Company or office.</param>
/// <param name="Title">What the person does there.</param>
/// <param name="Notes">What whoever answers ought to know.</param>
/// <param name="Numbers">Telephone numbers, the usual one first.</param>
/// <param name="Emails">E-mail addresses, the usual one first.</param>
/// <param name="Groups">Labels that contacts are found by.</param>
/// <param name="Favorite">Whether it is a favourite of the signed-in user.</param>
/// <param name="Version">Give it back when saving, and nobody else's change is lost.</param>
/// <param name="ChangedAt">When it was changed last (UTC).</param>
/// <param name="ChangedBy">By whom.</param>
/// <param name="Origins">Where each field comes from, and since when it says so.</param>
internal sealed record ContactModel(
    string Id,
    ContactBook Book,
    string Name,
    string GivenName,
    string FamilyName,
    string Organization,
    string Title,
    string Notes,
    IReadOnlyList<ContactNumberModel> Numbers,
    IReadOnlyList<ContactEmail> Emails,
    IReadOnlyList<string> Groups,
    bool Favorite,
    int Version,
    DateTimeOffset ChangedAt,
    string ChangedBy,
    IReadOnlyList<ContactOrigin> Origins)
{
    public static ContactModel Of(Contact contact, bool isFavorite) => new(
        contact.Id,
        ContactBooks.Of(contact),
        contact.Card.Name,
        contact.Card.GivenName,
        contact.Card.FamilyName,
        contact.Card.Organization,
        contact.Card.Title,
        contact.Card.Notes,
        [.. contact.Card.Numbers.Select(static number => new ContactNumberModel(number.Text, number.E164, number.Label))],
        contact.Card.Emails,
        contact.Card.Groups,
        isFavorite,
        contact.Version,
        contact.ChangedAt,
        contact.ChangedBy,
        contact.Card.Origins);
}

/// <summary>A telephone number of a contact.</summary>
/// <param name="Number">As somebody wrote it.</param>
/// <param name="E164">In E.164 form; null when it cannot be read as one, for example an extension.</param>
/// <param name="Label">What it is.</param>
internal sealed record ContactNumberModel(string Number, string? E164, string Label);

/// <summary>What a contact said before.</summary>
/// <param name="Version">Which version.</param>
/// <param name="Name">The name it had.</param>
/// <param name="ChangedAt">When it was made (UTC).</param>
/// <param name="ChangedBy">By whom.</param>
internal sealed record ContactVersionModel(int Version, string Name, DateTimeOffset ChangedAt, string ChangedBy);

/// <summary>Who has a number.</summary>
/// <param name="Number">The number as it was asked for.</param>
/// <param name="Contact">The contact.</param>
internal sealed record CallerModel(string Number, ContactModel Contact);

/// <summary>Contacts that seem to be one person.</summary>
/// <param name="Reason">What they share: <c>number</c>, <c>email</c> or <c>name</c>.</param>
/// <param name="Value">The number, the address or the name.</param>
/// <param name="Contacts">The contacts, the oldest first.</param>
internal sealed record DuplicatesModel(string Reason, string Value, IReadOnlyList<ContactModel> Contacts);
