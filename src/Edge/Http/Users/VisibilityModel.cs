using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Edge.Http.Users;

/// <summary>To whom a user shows what: everybody in the company, who is in a group with the user, whom the user has among the own contacts, or nobody.</summary>
public sealed record VisibilityModel
{
    /// <summary>Whether the user is there and what the user does; hidden it is as if the user were offline.</summary>
    [EnumDataType(typeof(ShownTo))]
    public ShownTo Presence { get; init; }

    /// <summary>The user's extension, in lists of colleagues and in the log.</summary>
    [EnumDataType(typeof(ShownTo))]
    public ShownTo Number { get; init; }

    /// <summary>Since when the user is offline.</summary>
    [EnumDataType(typeof(ShownTo))]
    public ShownTo LastSeen { get; init; }
}
