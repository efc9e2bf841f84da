using System.Collections.Immutable;
using System.Text.Json;
using RtcCluster.Contracts.Calls;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Media;

/// <summary>What a call says of its notices, as a take tells it.</summary>
internal static class TakeNotices
{
    /// <summary>The notices of a recording that begins.</summary>
    public static ImmutableArray<TakeNotice> Of(ImmutableArray<RecordedNotice> notices) => notices.IsDefaultOrEmpty ? [] : [.. notices.Select(Of)];

    private static TakeNotice Of(RecordedNotice notice) => new(
        notice.Leg.Number, notice.Rule, notice.Version, JsonNamingPolicy.CamelCase.ConvertName(notice.Result.ToString()), MethodOf(notice.Result), notice.At, notice.Language, notice.Wording);

    private static string MethodOf(NoticeResult result) => result switch
    {
        NoticeResult.Announced => "heard",
        NoticeResult.Given or NoticeResult.Refused => "key",
        NoticeResult.Unanswered => "silence",
        _ => "none",
    };
}
