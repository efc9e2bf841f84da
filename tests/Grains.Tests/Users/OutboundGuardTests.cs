using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Users;

namespace RtcCluster.Grains.Tests.Users;

public sealed class OutboundGuardTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private readonly OutboundGuard _guard = new();
    private readonly UserState _state = new();
    private readonly OutboundRules _rules = new() { CallsPerUser = 2, CallsPerUserAndHour = 3 };

    [Fact]
    public void LimitsCallsAtATime()
    {
        Assert.Null(Admit(1));
        Assert.Null(Admit(2));
        Assert.Equal(CallResult.Refused, Admit(3)!.Result);

        Over(1);
        Assert.Null(Admit(3));
    }

    [Fact]
    public void LimitsCallsWithinAnHour_AndARestartIsNoWayAround()
    {
        for (var call = 1; call <= 3; call++)
        {
            Assert.Null(Admit(call));
            Over(call);
        }

        Assert.NotNull(Admit(4));
        Assert.NotNull(new OutboundGuard().Check(_state, _rules, [], Call(4), "+571", false, Now.AddMinutes(59)));
        Assert.Null(new OutboundGuard().Check(_state, _rules, [], Call(4), "+571", false, Now.AddMinutes(60)));
    }

    [Fact]
    public void ACallThatWasNeverSetUp_IsCountedForFiveMinutes()
    {
        Admit(1);
        Admit(2);

        Assert.NotNull(_guard.Check(_state, _rules, [], Call(3), "+571", false, Now.AddMinutes(4)));
        Assert.Null(_guard.Check(_state, _rules, [], Call(3), "+571", false, Now.AddMinutes(5)));
    }

    [Fact]
    public void ACallThatTheUserHasLeft_HoldsItsPlace_UntilTheNumberOutsideIsOffTheLine()
    {
        Assert.Null(Admit(1));
        Assert.Null(Admit(2));
        _guard.CallChanged(new UserCall(Call(1), UserCallState.None, Now, Pays: true), Now);
        _guard.CallChanged(new UserCall(Call(2), UserCallState.Talking, Now, Pays: true), Now);

        Assert.NotNull(_guard.Check(_state, _rules, [], Call(3), "+571", false, Now.AddHours(1)));
        Over(1);
        Assert.Null(_guard.Check(_state, _rules, [], Call(3), "+571", false, Now.AddHours(1)));
    }

    [Fact]
    public void ACallOfAnActivationBefore_IsCountedWhenItSaysThatItGoesOn()
    {
        _guard.CallChanged(new UserCall(Call(8), UserCallState.Talking, Now, Pays: true), Now);
        _guard.CallChanged(new UserCall(Call(9), UserCallState.Talking, Now, Pays: true), Now);

        Assert.NotNull(Admit(1));
    }

    [Fact]
    public void WhatACallSaidBeforeItWasAdmitted_TakesNothingFromIt()
    {
        Assert.Null(Admit(1));
        Assert.Null(Admit(2));
        _guard.CallChanged(new UserCall(Call(1), UserCallState.Calling, Now), Now);
        _guard.CallChanged(new UserCall(Call(2), UserCallState.None, Now), Now);

        Assert.NotNull(Admit(3));
    }

    [Fact]
    public void ACallThatIsNotMadeAfterAll_HoldsNoPlace_ButOneThatIsOnTheLineDoes()
    {
        Assert.Null(Admit(1));
        Assert.Null(Admit(2));
        _guard.CallChanged(new UserCall(Call(1), UserCallState.Talking, Now, Pays: true), Now);
        _guard.Withdraw(Call(1));
        Assert.NotNull(Admit(3));

        _guard.Withdraw(Call(2));
        Assert.Null(Admit(3));
    }

    [Fact]
    public void TheSameCall_IsAskedForOnce()
    {
        Assert.Null(Admit(1));
        Assert.Null(Admit(2));
        Assert.Null(Admit(2));
        Assert.Equal(2, _state.OutboundCalls.Count);
    }

    [Fact]
    public void ACallThatIsCounted_GoesOnToNoDestinationThatIsBlocked()
    {
        Assert.Null(Admit(1));
        Assert.NotNull(_guard.Check(_state, _rules, [], Call(1), "+8811234567", false, Now));
        Assert.NotNull(_guard.Check(_state, _rules, ["+571"], Call(1), "+4471234567", false, Now));
    }

    [Theory]
    [InlineData("+8811234567", false, 403)]
    [InlineData("+57900123456", true, 403)]
    [InlineData("+576011234567", false, null)]
    [InlineData("+14155550100", false, 403)]
    public void LooksAtTheDestination(string number, bool premium, int? code) =>
        Assert.Equal(code, _guard.Check(_state, _rules, ["+57"], Call(1), number, premium, Now)?.SipCode);

    // It had the number outside on the line, and ends.
    private void Over(int call)
    {
        _guard.CallChanged(new UserCall(Call(call), UserCallState.Talking, Now, Pays: true), Now);
        _guard.CallChanged(new UserCall(Call(call), UserCallState.None, Now), Now);
    }

    private static CallId Call(int number) => new(new TenantId("demo"), $"c{number}");

    private CallFailure? Admit(int call)
    {
        var refusal = _guard.Check(_state, _rules, [], Call(call), "+576011234567", false, Now);
        if (refusal is null)
        {
            _guard.Count(_state, Call(call), Now);
        }

        return refusal;
    }
}
