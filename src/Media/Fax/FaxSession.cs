using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace RtcCluster.Media.Fax;

/// <summary>
/// One end of a fax (ITU-T T.30). Over sound (V.27ter, V.29 and V.17) frames of 20 ms at 8 kHz go in and out; over T.38 packets do (IFP, without what carries them), and <see cref="Tick"/> tells the time.
/// One thread at a time.
/// </summary>
/// <remarks>The library reads and writes files, which here are memory of this process. Its callbacks come from within these methods alone.</remarks>
public sealed class FaxSession : IDisposable
{
    /// <summary>Samples of a frame.</summary>
    public const int FrameSamples = 160;

    private const int SamplesPerSecond = 8000;

    // Of t30_stats_t: bit rate, error correction, pages sent, pages received, rows of the page that is under way.
    private const int RateAt = 0;
    private const int CorrectionAt = 1;
    private const int SentAt = 2;
    private const int ReceivedAt = 3;
    private const int RowsAt = 8;

    private readonly FaxSessionOptions _options;
    private readonly FaxHandle _native;
    private readonly MemoryFile _file;
    private readonly nint _t30;
    private readonly nint _core;
    private readonly Queue<(byte[] Packet, int Times)> _packets = new();
    private readonly Queue<FaxEvent> _events = new();
    private long _samples;
    private int _pages;
    private int? _code;
    private int? _why;
    private bool _isTold;

    /// <summary>Begins a session.</summary>
    /// <exception cref="DllNotFoundException">See <see cref="FaxLibrary.IsAvailable"/>.</exception>
    public unsafe FaxSession(FaxSessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _file = options.Document is { } document ? new MemoryFile(document.Span) : new MemoryFile();
        // Weak: a session that is forgotten is collected, and the state with it.
        var known = GCHandle.Alloc(this, GCHandleType.Weak);
        var self = GCHandle.ToIntPtr(known);
        _native = options.IsT38 ? SpandspNative.CreateT38(0, options.IsCaller ? 1 : 0, &PacketOut, self) : SpandspNative.Create(0, options.IsCaller ? 1 : 0);
        _native.Adopt(known);
        if (_native.IsInvalid)
        {
            known.Free();
            _file.Dispose();
            throw new InvalidOperationException("The library makes no fax machine.");
        }

        if (options.IsT38)
        {
            _core = SpandspNative.GetCore(_native);
            _t30 = SpandspNative.GetT30OfT38(_native);
        }
        else
        {
            SpandspNative.SetTransmitOnIdle(_native, 1);
            _t30 = SpandspNative.GetT30(_native);
        }

        _ = SpandspNative.SetIdent(_t30, Ident(options.Ident));
        _ = SpandspNative.SetModems(_t30, SpandspNative.AllModems);
        _ = SpandspNative.SetEcm(_t30, options.CorrectsErrors ? 1 : 0);
        // The library unpacks what has come at once: 64 KiB of T.6 may be half a million rows.
        _ = SpandspNative.SetCompressions(_t30, options.Document is null ? SpandspNative.LongerCompressions : SpandspNative.AllCompressions);
        _ = SpandspNative.SetResolutions(_t30, SpandspNative.AllResolutions);
        _ = SpandspNative.SetSizes(_t30, SpandspNative.AllSizes);
        SpandspNative.SetPageHandler(_t30, &PageOver, self);
        SpandspNative.SetEndHandler(_t30, &SessionOver, self);
        if (options.Document is null)
        {
            SpandspNative.SetReceived(_t30, _file.Path, -1);
        }
        else
        {
            SpandspNative.SetSent(_t30, _file.Path, -1, -1);
        }
    }

    /// <summary>Whether nothing more is said or heard: the last event was told, or is about to be taken.</summary>
    public bool IsOver => _isTold;

    /// <summary>Takes a frame of what the other machine says, and gives what ours says in the same time.</summary>
    /// <param name="heard">160 samples.</param>
    /// <param name="said">Room for as many, overwritten whole.</param>
    public void Run(ReadOnlySpan<short> heard, Span<short> said)
    {
        Hear(heard);
        Say(said);
    }

    /// <summary>Takes a frame of what the other machine says. Its timers run by what it hears: a frame that comes late is late for nothing.</summary>
    /// <param name="heard">160 samples.</param>
    public unsafe void Hear(ReadOnlySpan<short> heard)
    {
        ObjectDisposedException.ThrowIf(_native.IsClosed, this);
        if (_isTold)
        {
            return;
        }

        fixed (short* from = heard)
        {
            // The library filters what it hears in place.
            var copy = stackalloc short[FrameSamples];
            new Span<short>(from, Math.Min(heard.Length, FrameSamples)).CopyTo(new Span<short>(copy, FrameSamples));
            _ = SpandspNative.Receive(_native, copy, FrameSamples);
        }

        GC.KeepAlive(this);
        Pass();
    }

    /// <summary>Takes a packet of the other machine, over T.38.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="sequence">Its number, by which the library sees that some are missing.</param>
    public unsafe void Receive(ReadOnlySpan<byte> packet, ushort sequence)
    {
        ObjectDisposedException.ThrowIf(_native.IsClosed, this);
        if (_isTold || packet.IsEmpty)
        {
            return;
        }

        fixed (byte* bytes = packet)
        {
            _ = SpandspNative.ReceivePacket(_core, bytes, packet.Length, sequence);
        }

        GC.KeepAlive(this);
        Settle();
    }

    /// <summary>20 ms have passed, over T.38: what is due is said.</summary>
    public void Tick()
    {
        ObjectDisposedException.ThrowIf(_native.IsClosed, this);
        if (!_isTold)
        {
            _ = SpandspNative.RunT38(_native, FrameSamples);
            GC.KeepAlive(this);
            Pass();
        }
    }

    /// <summary>The next packet for the other machine, over T.38; false when there is none.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="times">How often it is to be sent.</param>
    public bool TryTakePacket(out ReadOnlyMemory<byte> packet, out int times)
    {
        var found = _packets.TryDequeue(out var next);
        (packet, times) = (next.Packet, next.Times);
        return found;
    }

    /// <summary>Gives the next frame of what ours says.</summary>
    /// <param name="said">Room for 160 samples, overwritten whole.</param>
    public unsafe void Say(Span<short> said)
    {
        ObjectDisposedException.ThrowIf(_native.IsClosed, this);
        said.Clear();
        if (_isTold)
        {
            return;
        }

        fixed (short* to = said)
        {
            _ = SpandspNative.Transmit(_native, to, Math.Min(said.Length, FrameSamples));
        }

        GC.KeepAlive(this);
        Settle();
    }

    /// <summary>The other machine has gone, or we go: the session ends with the pages that were confirmed.</summary>
    public void HangUp()
    {
        if (!_native.IsClosed && !_isTold)
        {
            Stop(null);
            Settle();
        }
    }

    /// <summary>The next event; false when there is none.</summary>
    public bool TryTake(out FaxEvent? happened) => _events.TryDequeue(out happened);

    /// <summary>Gives the native state and the memory back; a second call does nothing.</summary>
    public void Dispose()
    {
        _native.Dispose();
        _file.Dispose();
    }

    private static string Ident(string wanted) =>
        new([.. wanted.Where(static letter => char.IsAsciiDigit(letter) || letter is '+' or ' ').Take(FaxSessionOptions.LongestIdent)]);

    private void Pass()
    {
        _samples += FrameSamples;
        if (_code is null && _samples > (long)_options.Longest.TotalSeconds * SamplesPerSecond)
        {
            Stop(FaxResult.TooLong);
        }

        Settle();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe int PacketOut(nint core, nint user, byte* packet, int length, int times)
    {
        if (GCHandle.FromIntPtr(user).Target is FaxSession session)
        {
            session._packets.Enqueue((new ReadOnlySpan<byte>(packet, length).ToArray(), Math.Max(1, times)));
        }

        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int PageOver(nint t30, nint user, int result)
    {
        if (GCHandle.FromIntPtr(user).Target is FaxSession session)
        {
            session.CountPages();
        }

        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void SessionOver(nint t30, nint user, int code)
    {
        if (GCHandle.FromIntPtr(user).Target is FaxSession session)
        {
            session._code ??= code;
        }
    }

    private void Stop(int? why)
    {
        _why = why;
        SpandspNative.Terminate(_t30);
        GC.KeepAlive(this);
        // What ends before it has begun is told to no handler.
        _code ??= -1;
    }

    // Out of the callback nothing is read of the file: the library may not have written all of the page.
    private void CountPages()
    {
        var count = Statistic(_options.Document is null ? ReceivedAt : SentAt);
        if (count > _pages)
        {
            _pages = count;
            _pending = true;
        }
    }

    private bool _pending;

    private void Settle()
    {
        // The library keeps the rows of a page until it is whole, however long that is.
        if (_code is null && _options.Document is null && Statistic(RowsAt) > _options.MostRows)
        {
            Stop(FaxResult.TooLarge);
        }

        if (_code is not null)
        {
            CountPages();
        }

        if (_pending)
        {
            _pending = false;
            TellPages();
        }

        if (_code is { } code)
        {
            _isTold = true;
            _events.Enqueue(new FaxEvent.Ended(new FaxResult(
                _why ?? code, TextOf(_why ?? code), Text(SpandspNative.GetFarIdent(_t30)), _pages, Statistic(RateAt), Statistic(CorrectionAt) != 0)));
        }
    }

    private void TellPages()
    {
        if (_options.Document is not null)
        {
            _events.Enqueue(new FaxEvent.Sent(_pages));
        }
        else if (_file.Read(_options.MostBytes) is { } bytes)
        {
            _events.Enqueue(new FaxEvent.Pages(_pages, bytes));
        }
        else if (_code is null)
        {
            Stop(FaxResult.TooLarge);
        }
    }

    // Asked with each frame: nothing is allocated.
    private unsafe int Statistic(int which)
    {
        var room = stackalloc int[SpandspNative.StatisticsRoom];
        SpandspNative.GetStatistics(_t30, room);
        GC.KeepAlive(this);
        return room[which];
    }

    private static string TextOf(int code) => code switch
    {
        FaxResult.TooLong => "The longest time of a fax is over",
        FaxResult.TooLarge => "The fax is larger than what is kept",
        < 0 => "The call dropped prematurely",
        _ => Text(SpandspNative.TextOf(code)),
    };

    // Whatever the other machine has sent: only what can be shown of it.
    private static string Text(nint text) => text == 0 ? "" : new StringBuilder().Append(
        [.. (Marshal.PtrToStringUTF8(text) ?? "").Where(static letter => letter is >= ' ' and <= '~')]).ToString().Trim();
}
