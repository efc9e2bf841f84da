using RtcCluster.Contracts.Calls;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Ledgers;
using RtcCluster.Grains.Tests.Calls;
using RtcCluster.Grains.Tests.Reports;
using RtcCluster.Storage.History;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Ledgers;

/// <summary>A call as it is stored, and what is seen when something of it is not as it was written.</summary>
public sealed class LedgerReadingTests
{
    private static readonly StoredHistory Call = Stored(Talk());

    [Fact]
    public void TheFortyCalls_AreClean_AndSoIsWhatIsMadeOfThemAnew()
    {
        foreach (var call in StoryTeller.Tell(FortyCalls.Calls).Calls)
        {
            Assert.Empty(Of(Stored(call)));
        }
    }

    [Theory]
    [InlineData(1, "event 1 is missing")]
    [InlineData(3, "event 3 is missing")]
    public void AnEventThatIsNotThere_IsAGap(int number, string fault) =>
        Assert.Equal([(LedgerFaultKind.Gap, fault)], Of(Without(number), rebuild: false));

    [Fact]
    public void SeveralThatAreNotThere_AreOneGap() =>
        Assert.Equal([(LedgerFaultKind.Gap, "events 3 to 4 are missing")], Of(Without(3, 4), rebuild: false));

    [Fact]
    public void ALedgerWithoutItsEnd_IsUnfinished_AndTheEntryTellsOfMoreThanThereIs()
    {
        var last = Call.History.Ledger.Count;

        Assert.Equal(
            [(LedgerFaultKind.Differing, $"its entry tells of event {last}, and {last - 1} is the last"), (LedgerFaultKind.Unfinished, "its last event is LegWasEnded, which is no end")],
            Of(Without(last), rebuild: false));
    }

    [Fact]
    public void AnEndInTheMiddle_IsToldTwice()
    {
        var last = Call.History.Ledger[^1];
        var again = last with { Number = last.Number + 1 };
        var twice = Call with { History = Call.History with { Ledger = [.. Call.History.Ledger, again], Entry = Call.History.Entry! with { LedgerNumber = again.Number } } };

        Assert.Equal([(LedgerFaultKind.Duplicate, $"it ends at event {last.Number} and again at {again.Number}")], Of(twice, rebuild: false));
    }

    [Fact]
    public void ALegThatIsMadeTwice_IsToldTwice()
    {
        var rows = Call.History.Ledger.ToList();
        var made = rows.FindIndex(row => row.Kind == nameof(LegWasInvited));
        rows[made + 1] = rows[made] with { Number = rows[made].Number + 1 };

        Assert.Contains((LedgerFaultKind.Duplicate, $"that leg 2 was made is told by the events {made + 1} and {made + 2}"), Of(Call with { History = Call.History with { Ledger = rows } }, rebuild: false));
    }

    [Fact]
    public void EventsWithoutAnEntry_AndAnEntryWithoutEvents_AreMissing()
    {
        Assert.Equal([(LedgerFaultKind.Missing, "it has events and no entry of the call log")], Of(Call with { History = Call.History with { Entry = null } }));
        Assert.Equal([(LedgerFaultKind.Missing, "it has an entry of the call log and no events")], Of(Call with { History = Call.History with { Ledger = [] } }));
    }

    [Fact]
    public void RowsThatSaySomethingElseThanTheEvents_AreSeenWhenTheyAreMadeAnew()
    {
        var history = Call.History with
        {
            Entry = Call.History.Entry! with { TalkMilliseconds = 1, Result = "busy" },
            Legs = [Call.History.Legs[0], Call.History.Legs[0] with { Leg = 7 }],
        };

        Assert.Empty(Of(Call with { History = history }, rebuild: false));
        Assert.Equal(
            [
                (LedgerFaultKind.Differing, "its entry differs in TalkMilliseconds, Result"),
                (LedgerFaultKind.Differing, "its leg 2 is missing"),
                (LedgerFaultKind.Differing, "its leg 7 is one too many"),
            ],
            Of(Call with { History = history }));
    }

    [Fact]
    public void EventsThatCannotBeRead_OrAreOfAnotherTimeOrTenant_AreSeen()
    {
        var rows = Call.History.Ledger.ToList();
        rows[1] = rows[1] with { Payload = [1, 2, 3] };
        rows[2] = rows[2] with { At = rows[2].At.AddSeconds(1) };
        rows[3] = rows[3] with { TenantId = "other" };

        Assert.Equal(
            [
                (LedgerFaultKind.Differing, $"event 2 ({rows[1].Kind}) cannot be read"),
                (LedgerFaultKind.Differing, "event 3 says another time than its row"),
                (LedgerFaultKind.Differing, "event 4 is of the tenant other"),
            ],
            Of(Call with { History = Call.History with { Ledger = rows } }));
    }

    [Fact]
    public void AnEventOfANewerVersion_IsNoFault()
    {
        var rows = Call.History.Ledger.ToList();
        rows[2] = rows[2] with { Kind = "CallBeamed" };

        Assert.Empty(Of(Call with { History = Call.History with { Ledger = rows } }));
    }

    private static CallScript Talk()
    {
        var call = new CallScript().Offer().Route(Ring(Agent2, false, Device(Agent2, A)));
        call.Now += TimeSpan.FromSeconds(3.0001234);
        call.See(call.Ringing(2), call.Answered(2));
        call.Now += TimeSpan.FromSeconds(10);
        return call.See(call.Closed(2));
    }

    // As the stores give it back: moments to the millisecond.
    private static StoredHistory Stored(CallScript call)
    {
        var history = CallLogProjection.History(call.Id, call.State.Ledger);
        return new StoredHistory(call.Id.Key, history with { Ledger = [.. history.Ledger.Select(row => row with { At = DateTimeOffset.FromUnixTimeMilliseconds(row.At.ToUnixTimeMilliseconds()) })] });
    }

    private static StoredHistory Without(params int[] numbers) => Call with { History = Call.History with { Ledger = [.. Call.History.Ledger.Where(row => !numbers.Contains((int)row.Number))] } };

    private static (LedgerFaultKind, string)[] Of(StoredHistory call, bool rebuild = true) => [.. LedgerReading.Faults(call, rebuild).Select(fault => (fault.Kind, fault.Text))];
}
