using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Grains.ParkLots;

namespace RtcCluster.Grains.Tests.ParkLots;

/// <summary>The rules of a lot: who gets which slot, and that the same message twice, late or lost does no harm.</summary>
public sealed class ParkLotMachineTests
{
    private static readonly TenantId Tenant = new("demo");
    private static readonly UserId Agent = new(Tenant, "agent1");
    private static readonly string[] Slots = ["701", "702"];
    private readonly ParkLotState _state = new();
    private DateTimeOffset _now = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void EachCallGetsTheFirstSlotThatIsFree_AndWhenNoneIsTheLotIsFull()
    {
        Assert.Equal("701", Enter("c1").Slot);
        Assert.Equal("702", Enter("c2").Slot);
        Assert.Equal(ParkStatus.Full, Enter("c3").Status);
        Assert.Equal((Call("c1"), Call("c2")), (At("701"), At("702")));
    }

    [Fact]
    public void ASlotThatIsNamed_IsTheOneOrNone()
    {
        Assert.Equal("702", Enter("c1", "702").Slot);
        Assert.Equal(ParkStatus.Taken, Enter("c2", "702").Status);
        Assert.Equal(ParkStatus.Unknown, Enter("c2", "703").Status);
        Assert.Equal("701", Enter("c2").Slot);
    }

    [Fact]
    public void WithoutSlots_NothingIsParked() =>
        Assert.Equal(ParkStatus.Unknown, ParkLotMachine.Enter(_state, Entry("c1", null), [], _now).Status);

    [Fact]
    public void ACallThatAsksAgain_KeepsItsSlot_AndALateWordOfTheFirstTimeFreesNothing()
    {
        Enter("c0");
        var first = Enter("c1");
        ParkLotMachine.Left(_state, Call("c0"), _state.Places[0].Ticket);
        var second = Enter("c1");
        Assert.Equal("702", second.Slot);
        Assert.True(second.Ticket > first.Ticket);
        Assert.False(ParkLotMachine.Left(_state, Call("c1"), first.Ticket));
        Assert.Equal(Call("c1"), At("702"));
        Assert.True(ParkLotMachine.Left(_state, Call("c1"), second.Ticket));
        Assert.True(_state.IsEmpty);
    }

    [Fact]
    public void ACallThatIsMovedToAnotherSlot_FreesTheFirst()
    {
        Enter("c1");
        Assert.Equal("702", Enter("c1", "702").Slot);
        Assert.Equal((null, Call("c1")), (At("701"), At("702")));
    }

    [Fact]
    public void ASlotWhoseCallWasLost_IsFreeWhenItsTimeIsOver()
    {
        Enter("c1");
        _now += TimeSpan.FromSeconds(149);
        Assert.Equal(Call("c1"), At("701"));
        _now += TimeSpan.FromSeconds(1);
        Assert.Null(At("701"));
        Assert.Equal("701", Enter("c2").Slot);
    }

    private static CallId Call(string name) => new(Tenant, name);

    private ParkEntry Entry(string call, string? slot) => new(Call(call), Agent, slot, _now + TimeSpan.FromMinutes(2));

    private ParkReceipt Enter(string call, string? slot = null) => ParkLotMachine.Enter(_state, Entry(call, slot), Slots, _now);

    private CallId? At(string slot) => ParkLotMachine.At(_state, slot, _now);
}
