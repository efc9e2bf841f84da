namespace RtcCluster.Storage.Directory;

/// <summary>To whom in the company something of a user is shown. Supervisors and administrators see all of it.</summary>
public enum VisibleTo
{
    /// <summary>Everybody in the company.</summary>
    Everyone = 0,

    /// <summary>Who is in a group with the user that the user has made or has written in.</summary>
    Groups = 1,

    /// <summary>Whom the user has among the own contacts, by extension or address.</summary>
    Contacts = 2,

    /// <summary>Nobody.</summary>
    Nobody = 3,
}

/// <summary>To whom a user shows what.</summary>
public sealed record UserVisibility
{
    /// <summary>Whether the user is there and what the user does: presence, and the lamps of telephones.</summary>
    public VisibleTo Presence { get; init; }

    /// <summary>The user's extension.</summary>
    public VisibleTo Number { get; init; }

    /// <summary>Since when the user is offline.</summary>
    public VisibleTo LastSeen { get; init; }
}
