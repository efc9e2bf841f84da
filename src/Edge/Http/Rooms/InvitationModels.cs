using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Edge.Http.Rooms;

/// <summary>An invitation to a conference room.</summary>
public sealed record InvitationRequest
{
    /// <summary>People whom one invitation reaches, at most.</summary>
    public const int MostPeople = 1_000;

    private const int MostNames = 256;

    /// <summary>Made by the client for each invitation: 8 to 64 letters, digits and dashes. Sent again it is the same invitation.</summary>
    [Required, RegularExpression("^[A-Za-z0-9-]{8,64}$")]
    public required string ClientId { get; init; }

    /// <summary>The number of the conference room.</summary>
    [Required, StringLength(20, MinimumLength = 1)]
    public required string To { get; init; }

    /// <summary>What the message says before the number; plain text.</summary>
    [Required, StringLength(1_000, MinimumLength = 1)]
    public required string Text { get; init; }

    /// <summary>Names of users.</summary>
    [MaxLength(MostNames)]
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Ids of groups that the caller is in.</summary>
    [MaxLength(MostNames)]
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Ids of broadcast lists; supervisors their own, administrators all.</summary>
    [MaxLength(MostNames)]
    public IReadOnlyList<string> Lists { get; init; } = [];
}

/// <summary>An invitation was sent.</summary>
/// <param name="People">How many it was sent to; whether one of them has blocked the caller is not told.</param>
internal sealed record InvitationSent(int People);
