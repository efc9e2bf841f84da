using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Storage.Tests.Retention;

/// <summary>
/// Users and four hundred virtual days, with calls, messages, rules that change and cases that come and go; the test keeps its own account. After each sweep nothing that is expired can be read, and all that is
/// held or not due can.
/// </summary>
public abstract class RetentionYearContract(Engine engine) : EngineContract(engine)
{
    private const int Days = 400;
    private const int Step = 10;
    private static readonly string[] Users = ["alice", "bob", "carol", "dave", "eve"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ExpiredCannotBeRead_HeldCan(int seed)
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var cases = kept.House.First.GetRequiredService<ILegalCases>();
        var voicemail = kept.House.First.GetRequiredService<IVoicemailStore>();
        var dice = new Random(seed);
        var things = new List<Thing>();
        var holds = new List<(string Id, string User)>();
        var rules = new Dictionary<string, int>();
        int? tenantDays = null;
        var held = 0;
        for (var day = 0; day < Days; day += Step)
        {
            var user = Users[dice.Next(Users.Length)];
            var name = $"d{day}";
            await kept.CallAsync(name, user, defaultDays: 90);
            await kept.MessageAsync($"m{day}", user, defaultDays: 90);
            things.Add(new Thing(name, user, kept.House.Time.GetUtcNow()));
            switch (dice.Next(6))
            {
                case 0:
                    rules[Users[dice.Next(Users.Length)]] = dice.Next(1, 200);
                    await RuleAsync();
                    break;
                case 1:
                    tenantDays = dice.Next(20, 120);
                    await RuleAsync();
                    break;
                case 2 when holds.Count < 2:
                    var whose = Users[dice.Next(Users.Length)];
                    var proposed = await cases.ProposeAsync(Keepsakes.Tenant, name, "", new LegalScope { Users = [$"acme/{whose}"] }, "acme/admin", Ct);
                    await cases.ApproveAsync(Keepsakes.Tenant, proposed.Id, "acme/boss", Ct);
                    holds.Add((proposed.Id, whose));
                    break;
                case 3 when holds.Count > 0:
                    await cases.AskReleaseAsync(Keepsakes.Tenant, holds[0].Id, "acme/admin", Ct);
                    await cases.ReleaseAsync(Keepsakes.Tenant, holds[0].Id, "acme/boss", Ct);
                    holds.RemoveAt(0);
                    break;
                default:
                    break;
            }

            kept.House.Time.Advance(TimeSpan.FromDays(Step));
            await kept.SweepAsync();
            foreach (var thing in things)
            {
                var limit = rules.TryGetValue(thing.User, out var own) ? own : tenantDays ?? 90;
                var isHeld = holds.Exists(hold => hold.User == thing.User);
                thing.IsGone |= kept.House.Time.GetUtcNow() - thing.At >= TimeSpan.FromDays(limit) && !isHeld;
                held += isHeld && !thing.IsGone ? 1 : 0;
                var said = $"seed {seed}, day {day}, {thing.Name} of {thing.User}: {(thing.IsGone ? "expired" : isHeld ? "held" : "kept")}, limit {limit}";
                Assert.True(thing.IsGone == (await kept.FilesAsync(thing.Name) == 0), $"{said}, {await kept.FilesAsync(thing.Name)} files of the recording");
                Assert.True(thing.IsGone == (await voicemail.FindAsync($"acme/{thing.User}", $"acme/m{thing.Name[1..]}", Ct) is null), $"{said}, the message");
            }
        }

        var erased = things.Count(thing => thing.IsGone);
        var receipts = await kept.ReceiptsAsync();
        Assert.Equal((2 * erased, 2 * erased), (receipts.Length, receipts.Select(receipt => receipt.Split(' ')[1]).Distinct().Count()));
        Assert.DoesNotContain(receipts, receipt => Users.Any(user => receipt.Contains(user, StringComparison.Ordinal)) || receipt.Contains("+57", StringComparison.Ordinal));
        Assert.True(erased > 10 && held > 0, $"seed {seed} is worth nothing: {erased} erased, {held} held");

        Task RuleAsync()
        {
            var rule = new RetentionRule { Days = tenantDays, Users = new Dictionary<string, int>(rules) };
            return kept.RuleAsync(new RetentionRules { Recordings = rule, Voicemail = rule });
        }
    }

    private sealed class Thing(string name, string user, DateTimeOffset at)
    {
        public string Name => name;

        public string User => user;

        public DateTimeOffset At => at;

        public bool IsGone { get; set; }
    }
}
