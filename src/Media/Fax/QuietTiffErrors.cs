using BitMiracle.LibTiff.Classic;

namespace RtcCluster.Media.Fax;

/// <summary>What the library has to say of a file goes nowhere: the caller hears of it by a status, and a file of a stranger writes nothing on our console.</summary>
internal sealed class QuietTiffErrors : TiffErrorHandler
{
    public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
    {
    }

    public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }

    public override void ErrorHandler(Tiff tif, string method, string format, params object[] args)
    {
    }

    public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }
}
