# try, except, else, finally with return, break, continue in every place.
def f(how):
    log = []
    for i in range(2):
        try:
            log.append('try')
            if how == 'raise': raise KeyError
            if how == 'return': return log, 'try'
            if how == 'break': break
            if how == 'continue': continue
        except KeyError:
            log.append('except')
        else:
            log.append('else')
        finally:
            log.append('finally')
        log.append('after')
    else:
        log.append('loop else')
    return log
for how in ('nothing', 'raise', 'return', 'break', 'continue'):
    print(how, f(how))
def override():
    try:
        return 'try'
    finally:
        return 'finally'
print(override())
def swallow():
    try:
        1 / 0
    finally:
        return 'swallowed'
print(swallow())
def brk():
    while True:
        try:
            1 / 0
        finally:
            break
    return 'broken out'
print(brk())
def cont():
    n = 0
    while n < 3:
        n += 1
        try:
            raise ValueError
        finally:
            continue
    return n
print(cont())
def value():
    x = 1
    try:
        return x
    finally:
        x = 2
print(value())
def nested():
    out = []
    try:
        try:
            try:
                raise KeyError(1)
            finally:
                out.append('f1')
        except ValueError:
            out.append('no')
        finally:
            out.append('f2')
    except KeyError as e:
        out.append(repr(e))
        try:
            raise OSError from e
        except OSError as o:
            out.append(repr(o.__cause__))
    else:
        out.append('no else')
    return out
print(nested())
def in_except():
    try:
        raise KeyError('a')
    except KeyError:
        try:
            return 'returned'
        finally:
            print('inner finally')
    finally:
        print('outer finally')
print(in_except())
try:
    try:
        pass
    except NameError:
        pass
    else:
        raise TypeError('in else')
    finally:
        print('fin')
except TypeError as e:
    print(e)
def matching(exc, *classes):
    try:
        raise exc
    except classes as e:
        return repr(e)
print(matching(KeyError(1), ValueError, LookupError))
for bad in (5, 'x', (ValueError, 5), (), [ValueError]):
    try:
        try:
            raise KeyError
        except bad:
            pass
    except Exception as e:
        print(type(e).__name__, e)
def deleted():
    e = 'before'
    try:
        raise ValueError
    except ValueError as e:
        pass
    try:
        return e
    except UnboundLocalError as err:
        return str(err)
print(deleted())
def del_inside():
    try:
        raise ValueError
    except ValueError as e:
        del e
    return 'ok'
print(del_inside())
