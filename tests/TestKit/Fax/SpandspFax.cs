using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RtcCluster.TestKit.Fax;

/// <summary>A fax machine that is libspandsp and nothing of the product: its own calls of the library, real files, no limits; in sound or in packets of T.38. One thread at a time.</summary>
public sealed unsafe partial class SpandspFax : IDisposable
{
    /// <summary>Samples of a frame of 20 ms.</summary>
    public const int FrameSamples = 160;

    private const string Library = "libspandsp.so.2";
    private readonly GCHandle _self;
    private readonly short[] _heard = new short[FrameSamples];
    private readonly bool _isT38;
    private nint _fax;

    /// <param name="isCaller">Whether it calls.</param>
    /// <param name="sends">The TIFF file that it sends; null to receive.</param>
    /// <param name="receives">The TIFF file that it writes; null to send.</param>
    /// <param name="station">What it calls itself.</param>
    /// <param name="isT38">Whether it speaks T.38.</param>
    public SpandspFax(bool isCaller, string? sends, string? receives, string station, bool isT38 = false)
    {
        _self = GCHandle.Alloc(this);
        _isT38 = isT38;
        if (isT38)
        {
            _fax = t38_terminal_init(0, isCaller ? 1 : 0, &PacketOut, GCHandle.ToIntPtr(_self));
        }
        else
        {
            _fax = fax_init(0, isCaller ? 1 : 0);
            fax_set_transmit_on_idle(_fax, 1);
        }

        Set(isT38 ? t38_terminal_get_t30_state(_fax) : fax_get_t30_state(_fax), sends, receives, station, _self);
    }

    /// <summary>Packets that it wants to be sent, each so many times.</summary>
    public Queue<(byte[] Packet, int Times)> Packets { get; } = new();

    /// <summary>Takes a packet of T.38.</summary>
    public void Receive(ReadOnlySpan<byte> packet, int sequence)
    {
        fixed (byte* bytes = packet)
        {
            _ = t38_core_rx_ifp_packet(t38_terminal_get_t38_core_state(_fax), bytes, packet.Length, (ushort)sequence);
        }
    }

    /// <summary>20 ms have passed.</summary>
    public void Tick() => _ = t38_terminal_send_timeout(_fax, FrameSamples);

    /// <summary>The library is installed.</summary>
    public static bool IsAvailable => NativeLibrary.TryLoad(Library, out _);

    /// <summary>How it ended by the library's number, 0 when all is well; null while it goes on.</summary>
    public int? Result { get; private set; }

    /// <summary>The same in words.</summary>
    public string Text => Result is { } code ? Marshal.PtrToStringUTF8(t30_completion_code_to_str(code)) ?? "" : "going on";

    /// <summary>Pages that were confirmed.</summary>
    public int Pages { get; private set; }

    /// <summary>What the other machine calls itself.</summary>
    public string Station { get; private set; } = "";

    /// <summary>Hears a frame.</summary>
    public void Hear(ReadOnlySpan<short> frame)
    {
        frame.CopyTo(_heard);
        fixed (short* samples = _heard)
        {
            _ = fax_rx(_fax, samples, FrameSamples);
        }
    }

    /// <summary>Says a frame.</summary>
    public void Say(Span<short> frame)
    {
        frame.Clear();
        fixed (short* samples = frame)
        {
            _ = fax_tx(_fax, samples, FrameSamples);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_fax != 0)
        {
            _ = _isT38 ? t38_terminal_free(_fax) : fax_free(_fax);
            _fax = 0;
            _self.Free();
        }
    }

    // facts of the library: t30.h, t4.h.
    private static void Set(nint t30, string? sends, string? receives, string station, GCHandle self)
    {
        _ = t30_set_tx_ident(t30, station);
        _ = t30_set_supported_modems(t30, 7);
        _ = t30_set_ecm_capability(t30, 1);
        _ = t30_set_supported_compressions(t30, 2 | 4 | 8);
        _ = t30_set_supported_resolutions(t30, 1 | 2 | 4 | 0x10000 | 0x20000 | 0x40000);
        _ = t30_set_supported_image_sizes(t30, 1 | 2 | 4 | 0x10000 | 0x20000 | 0x40000 | 0x80000 | 0x100000);
        t30_set_phase_d_handler(t30, &PageOver, GCHandle.ToIntPtr(self));
        t30_set_phase_e_handler(t30, &Over, GCHandle.ToIntPtr(self));
        if (sends is not null)
        {
            t30_set_tx_file(t30, sends, -1, -1);
        }

        if (receives is not null)
        {
            t30_set_rx_file(t30, receives, -1);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int PacketOut(nint core, nint user, byte* packet, int length, int times)
    {
        ((SpandspFax)GCHandle.FromIntPtr(user).Target!).Packets.Enqueue((new ReadOnlySpan<byte>(packet, length).ToArray(), Math.Max(1, times)));
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int PageOver(nint t30, nint user, int result)
    {
        ((SpandspFax)GCHandle.FromIntPtr(user).Target!).Pages++;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Over(nint t30, nint user, int code)
    {
        var fax = (SpandspFax)GCHandle.FromIntPtr(user).Target!;
        fax.Station = Marshal.PtrToStringUTF8(t30_get_rx_ident(t30)) ?? "";
        fax.Result ??= code;
    }

    [LibraryImport(Library)]
    private static partial nint t38_terminal_init(nint none, int isCaller, delegate* unmanaged[Cdecl]<nint, nint, byte*, int, int, int> handler, nint user);

    [LibraryImport(Library)]
    private static partial int t38_terminal_free(nint fax);

    [LibraryImport(Library)]
    private static partial nint t38_terminal_get_t30_state(nint fax);

    [LibraryImport(Library)]
    private static partial nint t38_terminal_get_t38_core_state(nint fax);

    [LibraryImport(Library)]
    private static partial int t38_terminal_send_timeout(nint fax, int samples);

    [LibraryImport(Library)]
    private static partial int t38_core_rx_ifp_packet(nint core, byte* packet, int length, ushort sequence);

    [LibraryImport(Library)]
    private static partial nint fax_init(nint none, int isCaller);

    [LibraryImport(Library)]
    private static partial int fax_free(nint fax);

    [LibraryImport(Library)]
    private static partial nint fax_get_t30_state(nint fax);

    [LibraryImport(Library)]
    private static partial void fax_set_transmit_on_idle(nint fax, int on);

    [LibraryImport(Library)]
    private static partial int fax_rx(nint fax, short* samples, int count);

    [LibraryImport(Library)]
    private static partial int fax_tx(nint fax, short* samples, int room);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int t30_set_tx_ident(nint t30, string ident);

    [LibraryImport(Library)]
    private static partial nint t30_get_rx_ident(nint t30);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial void t30_set_rx_file(nint t30, string path, int stopPage);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial void t30_set_tx_file(nint t30, string path, int firstPage, int lastPage);

    [LibraryImport(Library)]
    private static partial int t30_set_ecm_capability(nint t30, int on);

    [LibraryImport(Library)]
    private static partial int t30_set_supported_modems(nint t30, int modems);

    [LibraryImport(Library)]
    private static partial int t30_set_supported_compressions(nint t30, int compressions);

    [LibraryImport(Library)]
    private static partial int t30_set_supported_resolutions(nint t30, int resolutions);

    [LibraryImport(Library)]
    private static partial int t30_set_supported_image_sizes(nint t30, int sizes);

    [LibraryImport(Library)]
    private static partial void t30_set_phase_d_handler(nint t30, delegate* unmanaged[Cdecl]<nint, nint, int, int> handler, nint user);

    [LibraryImport(Library)]
    private static partial void t30_set_phase_e_handler(nint t30, delegate* unmanaged[Cdecl]<nint, nint, int, void> handler, nint user);

    [LibraryImport(Library)]
    private static partial nint t30_completion_code_to_str(int code);
}
