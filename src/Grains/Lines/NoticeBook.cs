using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Grains.Numbers;
using RtcCluster.Grains.Speech;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Notices;

namespace RtcCluster.Grains.Lines;

/// <summary>Adds to what a line decided what a party outside is told before it is recorded.</summary>
/// <param name="memory">Knows the rules, and prompts.</param>
/// <param name="logger">Told of rules that cannot be read.</param>
internal sealed class NoticeBook(NoticeMemory memory, ILogger logger)
{
    /// <summary>The plan with its notice, where a rule covers the call; one that does not record, where that cannot be known.</summary>
    /// <param name="plan">What the line decided; it records, or the call is recorded already.</param>
    /// <param name="request">Who calls.</param>
    /// <param name="line">The line.</param>
    /// <param name="tenant">The tenant.</param>
    public async Task<RoutePlan> Noted(RoutePlan plan, RouteRequest request, LineId line, Tenant tenant)
    {
        // A call that somebody's wish leads outside again may come here before its caller was told: one who was told already is not told again.
        var isOutgoing = plan is HuntRoute && request.Caller.Trunk is null;
        if (!isOutgoing && (request.Caller.Trunk is null || plan is not (RingRoute or QueueRoute or FlowRoute or PlayRoute or HuntRoute)))
        {
            return plan;
        }

        try
        {
            return await Found(plan, request, line, tenant, isOutgoing);
        }
        catch (Exception e) when (e is not OrleansException)
        {
            // The call is worth more than its recording, and nobody is recorded behind their back.
            LineLog.NoticeUnknown(logger, request.Call.Key, Pii.Text(e.Message));
            return plan with { Record = false, Withholds = request.IsRecorded };
        }
    }

    /// <summary>What a party outside is told who comes into a call that goes on.</summary>
    /// <param name="caller">The party.</param>
    /// <param name="line">The number that it called, or was called by.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="isOutgoing">Whether the company called.</param>
    public async Task<NoticeFound> Find(Party caller, LineId line, Tenant tenant, bool isOutgoing)
    {
        try
        {
            var rules = await memory.Rules(line.Tenant);
            var number = isOutgoing ? line.Name : caller.Number;
            // Who helps is not told: where they would have to be, nothing is recorded.
            return rules.Find(line.Name, null, CountryOf(number, tenant), isOutgoing) is not { } rule ? new NoticeFound(true, null)
                : DialPlan.IsEmergency(number, tenant.Country) ? new NoticeFound(false, null)
                : new NoticeFound(true, await Notice(rule, rules, line.Tenant));
        }
        catch (Exception e) when (e is not OrleansException)
        {
            LineLog.NoticeUnknown(logger, Pii.Key(line).ToString(), Pii.Text(e.Message));
            return new NoticeFound(false, null);
        }
    }

    private static bool IsForHelp(RoutePlan plan, RouteRequest request, LineId line, Tenant tenant) =>
        (plan is HuntRoute && DialPlan.IsEmergency(line.Name, tenant.Country)) || (request.Caller.Trunk is not null && DialPlan.IsEmergency(request.Caller.Number, tenant.Country));

    private static string? CountryOf(string number, Tenant tenant) => DialPlan.ToE164(number, tenant.Country) is { } e164 ? DialPlan.CountryOf(e164) : null;

    private async Task<RecordingNotice> Notice(NoticeRule rule, NoticeRules rules, TenantId tenant) =>
        new(rule.Tell == NoticeWay.Consent ? NoticeKind.Consent : NoticeKind.Announce, await Pieces(rule, tenant), rule.Seconds, rule.RecordsUnanswered, rule.Name, rules.Version);

    private async Task<RoutePlan> Found(RoutePlan plan, RouteRequest request, LineId line, Tenant tenant, bool isOutgoing)
    {
        var rules = await memory.Rules(line.Tenant);
        var country = CountryOf(isOutgoing ? line.Name : request.Caller.Number, tenant);
        // Where a call that came in goes out again, the line that it came in by is not the one that is asked.
        var came = plan is HuntRoute && !isOutgoing ? null : line.Name;
        var rule = rules.Find(came, (plan as QueueRoute)?.Queue.Name, country, isOutgoing);
        // Who is called where a call that came in goes out again, or one that is recorded already, is told by the rule of calls to them.
        var called = plan is HuntRoute && (!isOutgoing || request.IsRecorded) ? rules.Find(line.Name, null, CountryOf(line.Name, tenant), isOutgoing: true) : null;
        if (request.Transfers)
        {
            // Whom somebody transfers outside talks with one who is outside too, and was called.
            rule ??= called;
        }

        if (rule is null && called is null)
        {
            return plan;
        }

        // Who calls for help is not kept waiting, whoever leads them there, and who helps is not recorded without having been told.
        if (IsForHelp(plan, request, line, tenant))
        {
            return plan with { Record = false, Withholds = request.IsRecorded };
        }

        var noted = rule is null ? plan : plan with { Notice = await Notice(rule, rules, line.Tenant) };
        return noted is HuntRoute hunt && called is not null ? hunt with { Called = called == rule ? noted.Notice : await Notice(called, rules, line.Tenant) } : noted;
    }

    private async Task<ImmutableArray<PromptPiece>> Pieces(NoticeRule rule, TenantId tenant)
    {
        if (rule.Prompt.Length > 0)
        {
            // A prompt that is gone is not heard, and without having been heard nothing is recorded.
            return await memory.Prompt(tenant, rule.Prompt) is { } file ? [new PromptAudio(file.Blob)] : [new PromptAudio("")];
        }

        var language = SpokenLanguage.Of(rule.Language);
        var (spanish, english) = rule.Tell == NoticeWay.Consent
            ? ("Nos gustaría grabar esta llamada. Si está de acuerdo, marque uno. Para seguir sin grabación, marque otra tecla o espere.", "We would like to record this call. If you agree, press one. To go on without recording, press any other key or wait.")
            : ("Esta llamada se graba.", "This call is recorded.");
        return [new PromptSpeech(rule.Text.Length > 0 ? rule.Text : language == SpokenLanguage.English ? english : spanish, language.Tag)];
    }
}
