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
}

/// <summary>What a user may see and change.</summary>
internal static class ContactBooks
{
    /// <summary>Owners whose contacts the caller sees, the own first; those of one book when one is asked for.</summary>
    public static IReadOnlyList<string> Readable(Caller caller, ContactBook? book = null) => book switch
    {
        ContactBook.Own => [caller.User.Name],
        ContactBook.Shared => [Contact.Shared],
        _ => [caller.User.Name, Contact.Shared],
    };

    public static string Owner(Caller caller, ContactBook book) => book == ContactBook.Own ? caller.User.Name : Contact.Shared;

    public static ContactBook Of(Contact contact) => contact.Owner == Contact.Shared ? ContactBook.Shared : ContactBook.Own;

    public static bool MayWrite(Caller caller, ContactBook book) => book == ContactBook.Own || caller.Role >= UserRole.Administrator;
}
