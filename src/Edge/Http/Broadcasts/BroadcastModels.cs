using System.ComponentModel.DataAnnotations;
using RtcCluster.Storage.Broadcasts;
using RtcCluster.Storage.Conversations;

namespace RtcCluster.Edge.Http.Broadcasts;

/// <summary>A broadcast list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Shown to people.</param>
/// <param name="Owner">The user whose list it is.</param>
/// <param name="Members">How many are on it.</param>
internal sealed record BroadcastListModel(string Id, string Name, string Owner, int Members)
{
    public static BroadcastListModel Of(BroadcastList list, int members) => new(list.Id, list.Name, list.Owner, members);
}

/// <summary>A list as it shall be.</summary>
public sealed record BroadcastListChange
{
    /// <summary>Shown to people.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }
}

/// <summary>A message to everybody on a list.</summary>
public sealed record BroadcastRequest
{
    /// <summary>Made by the client for each broadcast: 8 to 64 letters, digits and dashes. Sent again it is the same broadcast.</summary>
    [Required, RegularExpression("^[A-Za-z0-9-]{8,64}$")]
    public required string ClientId { get; init; }

    /// <summary>What it says; plain text.</summary>
    [Required, StringLength(ChatMessage.LongestText, MinimumLength = 1)]
    public required string Text { get; init; }

    /// <summary>A prompt of the company that goes with it; null without.</summary>
    [StringLength(64)]
    public string? Prompt { get; init; }
}

/// <summary>A broadcast, and how far it is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="List">The list.</param>
/// <param name="Sender">The user who sent it.</param>
/// <param name="Text">What it says.</param>
/// <param name="Prompt">The prompt that goes with it.</param>
/// <param name="Total">Members when it was begun.</param>
/// <param name="Delivered">Members who have it.</param>
/// <param name="Blocked">Members who want nothing of the sender, and do not have it.</param>
/// <param name="Gone">Members who cannot have it: no users any more, disabled, or the sender.</param>
/// <param name="StartedAt">When it was begun (UTC).</param>
/// <param name="EndedAt">When every member had been served (UTC); null while it runs.</param>
internal sealed record BroadcastModel(
    string Id, string List, string Sender, string Text, string? Prompt, int Total, int Delivered, int Blocked, int Gone, DateTimeOffset StartedAt, DateTimeOffset? EndedAt)
{
    public static BroadcastModel Of(Broadcast broadcast) => new(
        broadcast.Id, broadcast.ListId, broadcast.Sender, broadcast.Text, broadcast.Prompt, broadcast.Total, broadcast.Delivered, broadcast.Blocked, broadcast.Gone, broadcast.StartedAt, broadcast.EndedAt);
}

/// <summary>What an import of members did, or would do.</summary>
/// <param name="Rows">Rows of the file, without the first.</param>
/// <param name="Added">Users who are new on the list.</param>
/// <param name="There">Users who were on it, or are in the file more than once.</param>
/// <param name="Problems">Rows that name nobody; at most a hundred are told.</param>
internal sealed record MemberImportModel(int Rows, int Added, int There, IReadOnlyList<MemberImportProblem> Problems);

/// <summary>A row that names nobody.</summary>
/// <param name="Line">Its line in the file, from 1 on.</param>
/// <param name="Problem">What is wrong with it.</param>
internal sealed record MemberImportProblem(int Line, string Problem);
