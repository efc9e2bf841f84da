using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Http.Calls;
using RtcCluster.Edge.Http.Problems;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>Calls of the user from a card: begun, and acted upon while they go on, whichever of the user's telephones they are on.</summary>
internal sealed class AddonCalls(CallOrigin origin, IGrainFactory grains)
{
    private const int MostShown = 5;

    /// <summary>Rings the user's own devices, then the number; what became of it, for the user.</summary>
    public async Task<string> DialAsync(AddonVisit visit, string typed, string? with, CancellationToken ct)
    {
        if (AddonNumbers.Dialable(typed, visit.Country) is not { } number)
        {
            return visit.Texts.NoNumber;
        }

        var (_, receipt) = await origin.StartAsync(visit.Caller.User, number, with switch { "browser" => OwnDevices.Browser, "phone" or "handsfree" => OwnDevices.Phone, _ => OwnDevices.Any }, with == "handsfree", ct);
        return receipt.Refusal is { } refusal ? refusal.Text : visit.Texts.Calling.Replace("{0}", number, StringComparison.Ordinal);
    }

    /// <summary>The calls that the user takes part in.</summary>
    public async Task<IReadOnlyList<CallView>> NowAsync(AddonVisit visit)
    {
        var calls = await grains.GetGrain<IUserGrain>(visit.Caller.User.Key).ActiveCalls();
        var views = await Task.WhenAll(calls.Distinct().Take(MostShown).Select(call => grains.GetGrain<ICallGrain>(call.Key).View()));
        return [.. views.OfType<CallView>().OrderBy(static view => view.StartedAt)];
    }

    /// <summary>Does something with a call of the user's; what became of it, for the user.</summary>
    public async Task<string> ActAsync(AddonVisit visit, string? call, string? act, string? to)
    {
        var user = visit.Caller.User;
        var number = to is null ? null : AddonNumbers.Dialable(to, visit.Country);
        CallIntent? intent = act switch
        {
            "hangup" => new HangUpIntent(user, false),
            "hold" => new HoldIntent(user, false),
            "resume" => new ResumeIntent(user, false),
            "transfer" when number is not null => new TransferIntent(user, false, number),
            _ => null,
        };
        if (act == "transfer" && number is null)
        {
            return visit.Texts.NoNumber;
        }

        if (intent is null || call is null || !ApiId.IsName(call))
        {
            return visit.Texts.NotYours;
        }

        var receipt = await grains.GetGrain<ICallGrain>(new CallId(visit.Caller.Tenant, call).Key).Act(intent);
        return receipt.Status switch
        {
            IntentStatus.Accepted => visit.Texts.Done,
            IntentStatus.NotFound or IntentStatus.Forbidden => visit.Texts.NotYours,
            _ => receipt.Text ?? visit.Texts.NotYours,
        };
    }
}
