using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Sip;

namespace RtcCluster.Edge.Calls;

/// <summary>Legs that go over to another call of this edge, and legs that come from one. Lives in the call's SIP shard.</summary>
internal sealed class LegHandover(EdgeCall call, SipShard shard, LegSignalling legs, EdgeParts parts)
{
    // The call that comes for a leg is told by its grain at the same time as the one that gives it up; a silo that is taken over needs a few seconds.
    private static readonly TimeSpan ParkingTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TakingTime = TimeSpan.FromSeconds(5);
    private static readonly EndCause NotTaken = new(EndKind.Failed, null, 41, "The call that was to take the leg did not");
    private static readonly EndCause HasLeft = new(EndKind.Hangup, null, 16, "The party has left");
    private static readonly EndCause DidNotCome = new(EndKind.Failed, 408, 41, "The leg did not come over");

    /// <summary>Carries out a command that moves a telephone's leg; false when it is another one.</summary>
    public bool Carry(CallCommand command)
    {
        switch (command)
        {
            case ParkLeg park:
                Park(park);
                return true;
            case TakeLeg take:
                Take(take);
                return true;
            default:
                return false;
        }
    }

    // The call gives up a leg.
    private void Park(ParkLeg command)
    {
        var name = new NamedLeg(call.Id, command.Leg);
        if (legs.Release(command.Leg) is not { } leg)
        {
            Left(name, shard);
            return;
        }

        var parked = new ParkedLeg(leg.Home, leg.Agent, leg.IsIncoming, legs.SourceOf(leg.Leg), leg.IsEstablished, leg.IsOfferless);
        leg.Do((_, _) => Park(name, leg, parked));
    }

    // The call takes a leg of another one; the commands behind wait until it is there.
    private void Take(TakeLeg command)
    {
        if (legs.Knows(command.Leg))
        {
            return;
        }

        call.Wait(proceed =>
        {
            void Found(ParkedLeg? parked) => Arrived(command.Leg, parked, proceed);
            Action<ParkedLeg?> found = Found;
            shard.After(TakingTime, () =>
            {
                if (parts.Parking.GiveUp(command.From, found))
                {
                    Missing(command.Leg, DidNotCome);
                    proceed();
                }
            });
            parts.Parking.Take(command.From, found);
        });
    }

    // On the thread of the leg's dialog, which knows whether it still is.
    private void Park(NamedLeg name, SignalledLeg leg, ParkedLeg parked)
    {
        var home = leg.Home.Shard;
        if (!leg.Home.Replace(leg, parked))
        {
            Left(name, home);
            return;
        }

        parts.Parking.Park(name, parked);
        home.After(ParkingTime, () =>
        {
            if (parts.Parking.GiveUp(name, parked))
            {
                parts.Metrics.LegHandedOver("abandoned");
                home.Agent.Hangup(parked.Agent, LegEnds.ReasonOf(NotTaken), home.Now);
            }
        });
    }

    private void Left(NamedLeg name, SipShard there)
    {
        parts.Parking.Park(name, null);
        there.After(ParkingTime, () => parts.Parking.GiveUp(name, leg: null));
    }

    // On any thread.
    private void Arrived(LegId id, ParkedLeg? parked, Action proceed)
    {
        if (parked is null)
        {
            shard.Post(() => Proceed(() => Missing(id, HasLeft), proceed));
            return;
        }

        var leg = new SignalledLeg(call, id, parked.Home, parked.Agent, parked.IsIncoming) { IsEstablished = parked.IsEstablished, IsOfferless = parked.IsOfferless };
        parked.Home.Shard.Post(() =>
        {
            var isThere = parked.Home.Replace(parked, leg);
            if (isThere)
            {
                parts.Calls.LegAdded();
            }

            shard.Post(() => Proceed(() => Taken(leg, parked, isThere), proceed));
        });
    }

    private void Taken(SignalledLeg leg, ParkedLeg parked, bool isThere)
    {
        if (!isThere)
        {
            Missing(leg.Leg, HasLeft);
            return;
        }

        parts.Metrics.LegHandedOver("taken");
        legs.Put(leg, parked.Source);
        if (call.IsOver)
        {
            // It ended while the leg was on its way: nobody will end the leg.
            legs.HangUpAll(NotTaken);
        }
    }

    // Whatever comes of it, the commands behind go on.
    private static void Proceed(Action work, Action proceed)
    {
        try
        {
            work();
        }
        finally
        {
            proceed();
        }
    }

    private void Missing(LegId leg, EndCause why)
    {
        parts.Metrics.LegHandedOver(why == HasLeft ? "left" : "late");
        call.Report(new LegClosed(leg, parts.Clock.Utc, why));
    }
}
