using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Contacts;

/// <summary>Whose contacts.</summary>
internal enum ContactBook
{
    /// <summary>The signed-in user's; nobody else sees them.</summary>
    Own,

    /// <summary>The company's: everybody sees them, administrators change them.</summary>
    Shared,

    /// <summary>The company's directory elsewhere: everybody sees it, and it is changed there.</summary>
    Directory,
}

/// <summary>What a user may see and change.</summary>
internal static class ContactBooks
{
    /// <summary>Owners whose contacts the caller sees, the own first; those of one book when one is asked for.</summary>
    public static IReadOnlyList<string> Readable(Caller caller, ContactBook? book = null) => book switch
    {
        ContactBook.Own => [caller.User.Name],
        ContactBook.Shared => [Contact.Shared],
        ContactBook.Directory => [Contact.Directory],
        _ => [caller.User.Name, Contact.Shared, Contact.Directory],
    };

    public static string Owner(Caller caller, ContactBook book) => book switch
    {
        ContactBook.Own => caller.User.Name,
        ContactBook.Shared => Contact.Shared,
        _ => Contact.Directory,
    };

    public static ContactBook Of(Contact contact) => contact.Owner switch
    {
        Contact.Shared => ContactBook.Shared,
        Contact.Directory => ContactBook.Directory,
        _ => ContactBook.Own,
    };

    public static bool MayWrite(Caller caller, ContactBook book) => book == ContactBook.Own || (book == ContactBook.Shared && caller.Role >= UserRole.Administrator);

    /// <summary>Why somebody may not change a book.</summary>
    public static string Refusal(ContactBook book) => book == ContactBook.Directory ? "The directory is changed where it is kept, not here." : "Administrators change the company's contacts.";
}
