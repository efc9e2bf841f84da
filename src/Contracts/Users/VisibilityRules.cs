namespace RtcCluster.Contracts.Users;

/// <summary>To whom a user shows what.</summary>
/// <param name="Presence">Whether the user is there and what the user does.</param>
/// <param name="Number">The user's extension.</param>
/// <param name="LastSeen">Since when the user is offline.</param>
[GenerateSerializer, Immutable, Alias("rtc.VisibilityRules")]
public sealed record VisibilityRules(
    [property: Id(0)] ShownTo Presence = ShownTo.Everyone, [property: Id(1)] ShownTo Number = ShownTo.Everyone, [property: Id(2)] ShownTo LastSeen = ShownTo.Everyone);

/// <summary>To whom in the company something of a user is shown. Supervisors and administrators see all of it.</summary>
[GenerateSerializer, Alias("rtc.ShownTo")]
public enum ShownTo
{
    /// <summary>Everybody in the company.</summary>
    Everyone = 0,

    /// <summary>Who is in a group with the user that the user has made or has written in.</summary>
    Groups = 1,

    /// <summary>Whom the user has among the own contacts.</summary>
    Contacts = 2,

    /// <summary>Nobody.</summary>
    Nobody = 3,
}
