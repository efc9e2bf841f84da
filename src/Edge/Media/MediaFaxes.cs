using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Edge.Fax;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Fax;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Media;

/// <summary>The fax machines that legs of one call talk with. Each ends exactly once, whatever ends it. Lives in its call's shard.</summary>
internal sealed class MediaFaxes(MediaCall call, MediaShard shard, MediaResources resources, Action<LegEvent> report)
{
    private static readonly TimeSpan OfferAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<RecordingId, FaxMachine> _machines = [];
    private readonly Dictionary<RecordingId, (LegId Leg, FaxIntake Intake)> _reading = [];
    private readonly HashSet<RecordingId> _known = [];

    // Where parties take packets who have offered T.38 before the pages were read.
    private readonly Dictionary<LegId, MediaEndpoint> _early = [];

    /// <summary>The leg talks with a machine that receives; a fax that is known already is a command that came twice.</summary>
    public void Receive(CallId id, ReceiveFax command)
    {
        if (!_known.Add(command.Fax))
        {
            return;
        }

        var clock = resources.Clock;
        var upload = new RecordingUpload(
            id, command.Fax, command.BlobPrefix, 0, clock.Utc, problem => report(new RecordingTroubled(command.Leg, clock.Utc, command.Fax, problem)));
        Begin(command.Leg, command.Fax, new FaxIntake(upload, command.Leg, command.Fax, resources, report), new FaxSessionOptions { Ident = command.Station });
    }

    /// <summary>The leg talks with a machine that sends, as soon as the pages were read; a fax that is known already is a command that came twice.</summary>
    public void Send(SendFax command)
    {
        if (!_known.Add(command.Fax))
        {
            return;
        }

        var intake = new FaxIntake(null, command.Leg, command.Fax, resources, report);
        _reading.Add(command.Fax, (command.Leg, intake));
        _ = ReadAsync(command);
    }

    /// <summary>Ends a machine as if the other one had hung up; whoever is not known, or has ended, is let be.</summary>
    /// <returns>False when there is no such machine.</returns>
    public bool Stop(RecordingId fax, TakeEnd end = TakeEnd.Closed)
    {
        if (_reading.Remove(fax, out var reading))
        {
            reading.Intake.Take(new FaxEvent.Ended(new FaxResult(-1, "The call dropped prematurely", "", 0, 0, false)));
            return true;
        }

        if (!_machines.TryGetValue(fax, out var machine))
        {
            return false;
        }

        machine.Intake.End = end;
        machine.HangUp();
        Drain(fax, machine);
        return true;
    }

    /// <summary>Whether a machine talks in packets.</summary>
    public bool IsAnyT38 { get; private set; }

    /// <summary>The party has answered what it was offered: with T.38 its machine talks in packets from now on.</summary>
    /// <returns>False when the answer is about something else.</returns>
    public bool Accept(LegId leg, ReadOnlySpan<byte> answer)
    {
        if (Of(leg) is not (var fax, { IsOffered: true, HasPages: false } machine) || !TryRead(leg, answer, out var remote))
        {
            return false;
        }

        machine.IsOffered = false;
        Switch(fax, machine, remote);
        return true;
    }

    /// <summary>The party offers T.38 while its machine talks with ours: ours goes over to it.</summary>
    /// <returns>False when that is not what is offered, the leg must not have it, or a page has passed in sound.</returns>
    public bool Offered(LegId leg, ReadOnlySpan<byte> offer)
    {
        var isReading = _reading.Values.Any(reading => reading.Leg == leg);
        if ((!isReading && Of(leg) is not (_, { HasPages: false } or { IsT38: true })) || !TryRead(leg, offer, out var remote))
        {
            return false;
        }

        if (isReading)
        {
            _early[leg] = remote;
        }
        else if (Of(leg) is var (fax, machine))
        {
            Switch(fax, machine, remote);
        }

        return true;
    }

    /// <summary>A datagram came to the port of a leg; false when no machine there talks in packets.</summary>
    public bool Receive(LegId leg, ReadOnlySpan<byte> datagram, in MediaEndpoint source)
    {
        foreach (var (fax, machine) in _machines)
        {
            if (machine.Leg == leg && machine.IsT38)
            {
                if (machine.Receive(datagram, source))
                {
                    call.IsAlive(leg);
                    Drain(fax, machine);
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>Does what is due by the clock.</summary>
    public void Tick()
    {
        foreach (var (fax, machine) in _machines.Where(static each => each.Value.IsT38).ToArray())
        {
            // While ours says a page the other one is silent, for as long as that takes: T.30 has its own timers for who is gone.
            call.IsAlive(machine.Leg);
            machine.Tick(shard.Now, datagram => call.SendImage(machine.Leg, datagram, machine.Remote));
            Drain(fax, machine);
        }
    }

    /// <summary>The leg's media ends.</summary>
    public void Left(LegId leg)
    {
        foreach (var fax in _machines.Where(each => each.Value.Leg == leg).Select(each => each.Key).Concat(_reading.Where(each => each.Value.Leg == leg).Select(each => each.Key)).ToArray())
        {
            Stop(fax);
        }
    }

    /// <summary>All of the call's media ends.</summary>
    public void StopAll(TakeEnd end)
    {
        foreach (var fax in _machines.Keys.Concat(_reading.Keys).ToArray())
        {
            Stop(fax, end);
        }
    }

    // Off the media thread: a store may take its time, and the other machine waits half a minute for ours.
    private async Task ReadAsync(SendFax command)
    {
        byte[]? document = null;
        try
        {
            using var patience = new CancellationTokenSource(ReadPatience);
            var pages = await StoredFax.ReadWholeAsync(resources.Vault, command.BlobPrefix, patience.Token).ConfigureAwait(false);
            document = pages.Count > 0 ? FaxTiff.Write(pages, forModem: true) : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever the store's client throws: the call ends, and it is tried again.
            resources.Faxes.Failed(e);
        }

        shard.Post(() =>
        {
            if (!_reading.Remove(command.Fax, out var reading))
            {
                return;
            }

            if (document is null)
            {
                reading.Intake.Take(new FaxEvent.Ended(new FaxResult(FaxResult.NoMachine, "The pages cannot be read now", "", 0, 0, false)));
                return;
            }

            Begin(command.Leg, command.Fax, reading.Intake, new FaxSessionOptions { Ident = command.Station, Document = document, IsCaller = true });
        });
    }

    private void Begin(LegId leg, RecordingId fax, FaxIntake intake, FaxSessionOptions options)
    {
        if (!FaxLibrary.IsAvailable || !call.Has(leg))
        {
            resources.Faxes.Missing();
            intake.Take(new FaxEvent.Ended(new FaxResult(FaxResult.NoMachine, "No fax machine: libspandsp is not installed at this edge", "", 0, 0, false)));
            return;
        }

        var machine = new FaxMachine(leg, options, intake, resources.NewFax);
        _machines.Add(fax, machine);
        resources.Faxes.Began();
        try
        {
            machine.Sound = new FaxSource(resources.NewFax(options), happened => ToldInSound(fax, machine, happened));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Unmade(fax, machine, e);
            return;
        }

        call.Prompts.Replace(leg);
        call.Hear(leg, machine.Sound);
        if (_early.Remove(leg, out var early))
        {
            Switch(fax, machine, early);
        }
        else if (options.Document is null && resources.OffersT38)
        {
            _ = OfferAsync(fax);
        }
    }

    // Who is called offers it (ITU-T T.38 annex D), a moment after the answer, so that the party has confirmed that before it is asked anew.
    private async Task OfferAsync(RecordingId fax)
    {
        await Task.Delay(OfferAfter).ConfigureAwait(false);
        shard.Post(() =>
        {
            if (_machines.TryGetValue(fax, out var machine) && machine is { IsT38: false, HasPages: false } && call.OfferImage(machine.Leg) is { } offer)
            {
                machine.IsOffered = true;
                report(new MediaOffered(machine.Leg, resources.Clock.Utc, offer));
            }
        });
    }

    // What a machine in sound tells when it has been replaced is nobody's.
    private void ToldInSound(RecordingId fax, FaxMachine machine, FaxEvent happened)
    {
        if (!machine.IsT38)
        {
            Told(fax, machine, happened);
        }
    }

    private void Told(RecordingId fax, FaxMachine machine, FaxEvent happened)
    {
        if (happened is FaxEvent.Ended && !_machines.Remove(fax))
        {
            return;
        }

        machine.HasPages |= happened is FaxEvent.Pages or FaxEvent.Sent;
        machine.Intake.Take(happened);
        if (happened is FaxEvent.Ended ended)
        {
            IsAnyT38 = _machines.Values.Any(static each => each.IsT38);
            resources.Faxes.Ended(ended.Result, machine.IsT38);
            // In a message of its own: it is told from within the machine.
            shard.Post(machine.Dispose);
        }
    }

    private void Switch(RecordingId fax, FaxMachine machine, in MediaEndpoint remote)
    {
        if (machine.Sound is { } sound)
        {
            machine.Sound = null;
            call.Hear(machine.Leg, MediaSource.Silence);
            shard.Post(sound.Dispose);
        }

        try
        {
            machine.Switch(remote, shard.Now);
            IsAnyT38 = true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Unmade(fax, machine, e);
        }
    }

    // Whatever the library, or the system that it asks, says: the call waits for the end of its fax, and has it.
    private void Unmade(RecordingId fax, FaxMachine machine, Exception why)
    {
        resources.Faxes.Unmade(why);
        Told(fax, machine, new FaxEvent.Ended(new FaxResult(FaxResult.NoMachine, "No fax machine can be had at this edge now", "", 0, 0, false)));
    }

    private void Drain(RecordingId fax, FaxMachine machine)
    {
        while (machine.TryTake(out var happened))
        {
            Told(fax, machine, happened!);
        }
    }

    // The leg's rules of where media goes are those of its sound.
    private bool TryRead(LegId leg, ReadOnlySpan<byte> description, out MediaEndpoint remote)
    {
        var destination = T38Description.TryRead(description, resources.Options.Sdp, out var wanted) ? call.ImageDestination(leg, wanted) : null;
        remote = destination.GetValueOrDefault();
        return destination is not null;
    }

    private (RecordingId Fax, FaxMachine Machine)? Of(LegId leg)
    {
        foreach (var (fax, machine) in _machines)
        {
            if (machine.Leg == leg)
            {
                return (fax, machine);
            }
        }

        return null;
    }
}
